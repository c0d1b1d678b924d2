import type { AttachedServer, FoundServer } from '../../shared/api.ts'

export const SHOP: AttachedServer = {
  origin: 'http://localhost:3000',
  pid: 4033,
  next: '16.4.6',
  mode: 'dev',
  folder: '/home/mira/work/shop',
  name: 'shop',
}

export const FOUND: readonly FoundServer[] = [
  { ...SHOP, attachable: true, problem: null },
  {
    origin: 'http://localhost:3001',
    pid: 5120,
    next: '15.1.7',
    mode: 'start',
    folder: '/home/mira/work/clients/northwind/apps/storefront',
    name: 'northwind-storefront',
    attachable: true,
    problem: null,
  },
  {
    origin: 'http://localhost:8080',
    pid: 812,
    next: '14.2.35',
    mode: 'start',
    folder: '/srv/intranet',
    name: 'intranet',
    attachable: false,
    problem: {
      code: 'other-user',
      message: 'The process 812 on port 8080 belongs to the user www-data.',
      next: 'Run Propscope as that user.',
      detail: null,
    },
  },
  {
    origin: 'http://localhost:3005',
    pid: 6001,
    next: '16.4.6',
    mode: 'dev',
    folder: '/home/mira/work/app-router-only',
    name: 'app-router-only',
    attachable: false,
    problem: {
      code: 'no-pages-router',
      message: 'The project of process 6001 has no pages folder.',
      next: 'Propscope watches getServerSideProps of the Pages Router; attach to a project that has one.',
      detail: null,
    },
  },
]
