export { isOwnPage } from '../analysis/stand-ins.ts'
