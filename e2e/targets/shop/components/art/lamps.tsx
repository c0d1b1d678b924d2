import type { ArtProps } from './ProductArt'

/** A soft pool of light, brightest at its middle. */
function Glow({ id, x, y, r }: { id: string; x: number; y: number; r: number }) {
  return (
    <>
      <radialGradient id={id}>
        <stop offset="0" stopColor="#fff6dc" stopOpacity=".95" />
        <stop offset=".45" stopColor="#ffeec2" stopOpacity=".45" />
        <stop offset="1" stopColor="#ffeec2" stopOpacity="0" />
      </radialGradient>
      <circle cx={x} cy={y} r={r} fill={`url(#${id})`} />
    </>
  )
}

export function Pendant({ main, second, id }: ArtProps) {
  const pleats = Array.from({ length: 11 }, (_, index) => index - 5)
  return (
    <>
      <Glow id={id} x={120} y={132} r={92} />
      <path d="M120 0V78" stroke="#2b2925" strokeWidth="1.6" />
      <rect x="115" y="72" width="10" height="12" rx="2" fill={second} />
      <path d="M98 84h44l34 56q-56 16-112 0z" fill={main} />
      {pleats.map(n => (
        <path key={n} d={`M${120 + n * 4} 85L${120 + n * 10.4} ${147 - n * n * 0.28}`} stroke="#0000001c" />
      ))}
      <path d="M64 140q56 16 112 0-56 26-112 0z" fill="#fffaf0" />
    </>
  )
}

export function Dome({ main, second, id }: ArtProps) {
  return (
    <>
      <path d="M120 0V74" stroke="#2b2925" strokeWidth="1.8" />
      <path d="M60 138L22 240H218L180 138z" fill="#fff3cf" opacity=".34" />
      <Glow id={id} x={120} y={146} r={70} />
      <rect x="113" y="66" width="14" height="16" rx="3" fill={second} />
      <path d="M52 138a68 60 0 0 1 136 0z" fill={main} />
      <path
        d="M70 132a52 46 0 0 1 36-44"
        stroke="#ffffff"
        strokeOpacity=".28"
        strokeWidth="5"
        fill="none"
        strokeLinecap="round"
      />
      <ellipse cx="120" cy="138" rx="68" ry="9" fill={second} />
      <ellipse cx="120" cy="139" rx="52" ry="5.5" fill="#fff6dc" />
    </>
  )
}

export function Globe({ main, second, id }: ArtProps) {
  return (
    <>
      <path d="M120 0V70" stroke={second} strokeWidth="2" />
      <Glow id={id} x={120} y={122} r={104} />
      <rect x="110" y="66" width="20" height="12" rx="2" fill={second} />
      <circle cx="120" cy="124" r="48" fill="#fff8e8" />
      <path d="M72 124a48 48 0 0 0 96 0q-48 22-96 0z" fill={main} opacity=".3" />
      <circle cx="104" cy="106" r="12" fill="#ffffff" opacity=".8" />
    </>
  )
}

export function TableLamp({ main, second, id }: ArtProps) {
  return (
    <>
      <Glow id={id} x={120} y={100} r={96} />
      <path d="M96 190q-10-26 12-42h24q22 16 12 42z" fill={main} />
      <path
        d="M101 184q-6-18 9-32"
        stroke="#ffffff"
        strokeOpacity=".3"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
      />
      <rect x="117" y="128" width="6" height="22" fill="#6b5537" />
      <path d="M92 66h56l22 66H70z" fill={second} />
      <path d="M70 132h100l-2-6H72z" fill="#00000014" />
    </>
  )
}

export function FloorLamp({ main, second, id }: ArtProps) {
  return (
    <>
      <Glow id={id} x={120} y={64} r={92} />
      <path d="M120 84V198" stroke={second} strokeWidth="4" />
      <path d="M92 200q28-9 56 0z" fill={second} />
      <path d="M96 28h48l20 62H76z" fill={main} />
      <path d="M76 90h88l-2-6H78z" fill="#00000014" />
    </>
  )
}

export function Arc({ main, second, id }: ArtProps) {
  return (
    <>
      <Glow id={id} x={76} y={112} r={74} />
      <path d="M186 198V120C186 40 100 20 76 84" fill="none" stroke={main} strokeWidth="4.5" strokeLinecap="round" />
      <rect x="164" y="190" width="44" height="12" rx="2" fill="#e9e6e0" />
      <path d="M168 196h18M190 194l12 4" stroke="#c9c4ba" />
      <path d="M44 112a32 30 0 0 1 64 0z" fill={second} />
      <ellipse cx="76" cy="112" rx="32" ry="4.5" fill="#fff6dc" />
    </>
  )
}
