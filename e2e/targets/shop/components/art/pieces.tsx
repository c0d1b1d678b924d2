import type { ArtProps } from './ProductArt'

export function RoundTable({ main, second }: ArtProps) {
  return (
    <>
      <path d="M112 128h16l6 58q18 4 30 14H76q12-10 30-14z" fill={second} />
      <path d="M40 120q80 22 160 0v8q-80 22-160 0z" fill={second} />
      <ellipse cx="120" cy="118" rx="80" ry="17" fill={main} />
      <path d="M66 116q54-12 108 0M84 123q36 5 72 0" stroke="#00000014" strokeWidth="1.5" fill="none" />
      <path d="M132 112q-9-14 0-24h10q9 10 0 24z" fill="#e9e4da" />
      <path d="M137 88q-4-18-14-24M137 88q2-20 12-28" stroke="#5f7a62" strokeWidth="2" fill="none" />
    </>
  )
}

export function LongTable({ main, second }: ArtProps) {
  return (
    <>
      <path d="M46 132L38 200M194 132l8 68" stroke={second} strokeWidth="9" strokeLinecap="round" />
      <path d="M66 132l-3 54M174 132l3 54" stroke={second} strokeWidth="7" opacity=".7" />
      <path d="M34 112h172l10 14H24z" fill={main} />
      <path d="M24 126h192v9H24z" fill={second} />
      <path d="M40 117h150M52 122h120" stroke="#00000016" strokeWidth="1.5" />
    </>
  )
}

export function Desk({ main, second }: ArtProps) {
  return (
    <>
      <path d="M44 126l-8 76M196 126l8 76" stroke={second} strokeWidth="7" strokeLinecap="round" />
      <path d="M36 106h168l10 12H26z" fill={main} />
      <rect x="28" y="118" width="184" height="24" fill={main} />
      <path d="M28 118h184v4H28z" fill="#00000020" />
      <rect x="122" y="124" width="76" height="15" rx="1" fill="#ffffff1c" />
      <circle cx="160" cy="131" r="2.6" fill="#e8c77d" />
      <path d="M60 106V92h30v14zM64 92V84h22v8z" fill="#b9583c" />
      <path d="M60 99h30M64 88h22" stroke="#00000022" />
    </>
  )
}

export function Shelf({ main, second }: ArtProps) {
  const boards = [58, 94, 130, 166]
  const books = ['#b9583c', '#2f4a3f', '#d8a24a', '#51677a', '#e7dcc6', '#8f6a45']
  return (
    <>
      <path d="M72 30V202M168 30V202" stroke={second} strokeWidth="6" strokeLinecap="round" />
      {boards.map((y, row) => (
        <g key={y}>
          {books.slice(0, 3 + ((row * 2) % 4)).map((colour, index) => (
            <rect
              key={colour}
              x={row % 2 ? 152 - index * 10 : 80 + index * 10}
              y={y - 22 + ((index * 5) % 7)}
              width="8"
              height={22 - ((index * 5) % 7)}
              fill={colour}
            />
          ))}
          <rect x="64" y={y} width="112" height="6" rx="1" fill={main} />
        </g>
      ))}
    </>
  )
}

export function Vase({ main, second }: ArtProps) {
  return (
    <>
      <path d="M120 92q-8-40-34-58M120 92q4-46 26-64M120 92q-2-36 2-66" stroke="#6d7d5e" strokeWidth="2" fill="none" />
      {[
        [86, 34],
        [96, 50],
        [146, 28],
        [136, 46],
        [122, 26],
        [121, 48],
      ].map(([x, y]) => (
        <ellipse
          key={`${x}-${y}`}
          cx={x}
          cy={y}
          rx="9"
          ry="5"
          fill="#8aa08a"
          transform={`rotate(${(x ?? 0) - 40} ${x} ${y})`}
        />
      ))}
      <path d="M106 92h28v14q40 24 30 64-6 26-22 30H98q-16-4-22-30-10-40 30-64z" fill={main} />
      <path d="M104 92h32v7h-32z" fill={second} />
      <path
        d="M90 176q-8-34 14-54"
        stroke="#ffffff"
        strokeOpacity=".26"
        strokeWidth="6"
        fill="none"
        strokeLinecap="round"
      />
    </>
  )
}

export function Mirror({ main, second, id }: ArtProps) {
  return (
    <>
      <linearGradient id={id} x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stopColor="#ffffff" />
        <stop offset=".5" stopColor={second} />
        <stop offset="1" stopColor="#b9c6ca" />
      </linearGradient>
      <circle cx="120" cy="110" r="70" fill={main} />
      <circle cx="120" cy="110" r="63" fill={`url(#${id})`} />
      <path d="M84 132l44-62M98 142l30-42" stroke="#ffffff" strokeWidth="5" strokeLinecap="round" opacity=".6" />
    </>
  )
}

export function Clock({ main, second }: ArtProps) {
  const hours = Array.from({ length: 12 }, (_, index) => index * 30)
  return (
    <>
      <circle cx="120" cy="112" r="68" fill={second} opacity=".14" />
      <circle cx="120" cy="110" r="66" fill={main} stroke="#b98552" strokeWidth="5" />
      {hours.map(angle => (
        <path
          key={angle}
          d={angle % 90 ? 'M120 54v7' : 'M120 54v13'}
          stroke={second}
          strokeWidth={angle % 90 ? 1.6 : 2.6}
          transform={`rotate(${angle} 120 110)`}
        />
      ))}
      <path d="M120 122V66" stroke={second} strokeWidth="4" strokeLinecap="round" transform="rotate(52 120 110)" />
      <circle cx="120" cy="110" r="5.5" fill="#b9583c" />
    </>
  )
}

export function Rug({ main, second }: ArtProps) {
  const stripes = [0, 1, 2, 3, 4]
  return (
    <>
      <path d="M56 66h128l30 122H26z" fill={main} />
      {stripes.map(n => (
        <path
          key={n}
          d={`M${51 - n * 5.4} ${84 + n * 22}h${138 + n * 10.8}l2 8h${-142 - n * 10.8}z`}
          fill={second}
          opacity={n % 2 ? 0.55 : 0.9}
        />
      ))}
      <path d="M26 188h188" stroke={second} strokeWidth="7" strokeDasharray="2 4" />
      <path d="M56 64h128" stroke={second} strokeWidth="5" strokeDasharray="2 4" />
    </>
  )
}
