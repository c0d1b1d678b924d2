/** getInitialProps in _app: runs before every page's own call, and what it returns for the page is under `props.from`. */
export default function App({ Component, pageProps, from }) {
  return (
    <div data-from={from}>
      <Component {...pageProps} />
    </div>
  )
}

App.getInitialProps = async () => ({ from: 'app' })
