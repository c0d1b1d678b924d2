import type { AppProps } from 'next/app'
import '../styles/base.css'
import '../styles/frame.css'
import '../styles/home.css'
import '../styles/product.css'
import '../styles/forms.css'
import '../styles/cases.css'

export default function App({ Component, pageProps }: AppProps) {
  return <Component {...pageProps} />
}
