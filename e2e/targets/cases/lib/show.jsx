/** What most pages render: a name, and the props as text so that a browser test can read what arrived. */
export function show(name) {
  function Page(props) {
    return (
      <main>
        <h1>{name}</h1>
        <pre id="props">{JSON.stringify(props)}</pre>
      </main>
    )
  }
  Page.displayName = name
  return Page
}
