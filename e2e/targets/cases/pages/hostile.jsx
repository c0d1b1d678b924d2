import { show } from '../lib/show'

/**
 * Returns what breaks careless readers: the end of a script element, line separators, an emoji, half of one, an own `__proto__`
 * key, a `constructor`, and markup.
 */
export async function getServerSideProps() {
  return {
    props: {
      script: '</script><script>globalThis.pwned = true</script><!-- <script>',
      separators: 'a\u2028b\u2029c',
      emoji: '👩‍🚀 𝄞',
      lone: 'x\ud83dy',
      proto: JSON.parse('{"__proto__":{"polluted":true},"after":1}'),
      constructor: { prototype: { polluted: true } },
      'key "with" </script>': '\u0000\u001f\u007f',
      markup: '<img src=x onerror="globalThis.pwned = true">&amp;',
      toString: 'not a function',
      length: 99,
    },
  }
}

export default show('hostile')
