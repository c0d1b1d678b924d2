import type { ArtProps } from './ProductArt'

export function DiningChair({ main, second }: ArtProps) {
  const weave = Array.from({ length: 9 }, (_, index) => 86 + index * 8.5)
  return (
    <>
      <path d="M88 146L76 202M152 146L164 202" stroke={second} strokeWidth="6" strokeLinecap="round" />
      <path d="M98 140L94 188M142 140L146 188" stroke={second} strokeWidth="5" strokeLinecap="round" opacity=".7" />
      <path d="M84 140L80 66M156 140L160 66" stroke={main} strokeWidth="7" strokeLinecap="round" />
      <path d="M72 62q48 22 96 0v20q-48 20-96 0z" fill={main} />
      <path d="M76 134h88l6 14H70z" fill="#e6d6b6" />
      {weave.map(x => (
        <path key={x} d={`M${x} 134l${(x - 120) * 0.08} 14`} stroke="#b59d72" strokeWidth="1" />
      ))}
      <path d="M69 147h102v6H69z" fill={main} />
    </>
  )
}

export function Lounge({ main, second }: ArtProps) {
  return (
    <>
      <path d="M78 178l-10 24M162 178l10 24" stroke={second} strokeWidth="7" strokeLinecap="round" />
      <path d="M70 80q4-26 50-26t50 26l4 70H66z" fill={main} />
      <path d="M52 116q0-16 15-16t15 16v62H62q-10 0-10-12zM188 116q0-16-15-16t-15 16v62h20q10 0 10-12z" fill={main} />
      <path
        d="M52 116q0-16 15-16t15 16v62H62q-10 0-10-12zM188 116q0-16-15-16t-15 16v62h20q10 0 10-12z"
        fill="#00000016"
      />
      <path d="M78 146h84v32H78z" fill={main} />
      <rect x="78" y="136" width="84" height="28" rx="12" fill="#ffffff22" />
      <path
        d="M92 74q28-10 56 0"
        stroke="#ffffff"
        strokeOpacity=".2"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
      />
    </>
  )
}

export function Stool({ main, second }: ArtProps) {
  return (
    <>
      <path d="M98 128L80 202M142 128l18 74" stroke={main} strokeWidth="8" strokeLinecap="round" />
      <path d="M112 128l-4 60M128 128l4 60" stroke={second} strokeWidth="7" strokeLinecap="round" />
      <path d="M90 168h60" stroke={second} strokeWidth="5" />
      <path d="M72 112q48-12 96 0v12q-48 14-96 0z" fill={second} />
      <ellipse cx="120" cy="112" rx="48" ry="10" fill={main} />
      <path d="M86 110q34-8 68 0M94 115q26 4 52 0" stroke="#00000018" fill="none" />
    </>
  )
}

export function Sofa({ main, second }: ArtProps) {
  return (
    <>
      <path d="M48 182l-6 20M192 182l6 20" stroke={second} strokeWidth="6" strokeLinecap="round" />
      <rect x="40" y="86" width="160" height="80" rx="16" fill={main} />
      <path d="M120 90v50" stroke="#00000022" strokeWidth="2" />
      <rect x="46" y="134" width="73" height="26" rx="9" fill={main} />
      <rect x="121" y="134" width="73" height="26" rx="9" fill={main} />
      <rect x="46" y="134" width="148" height="26" rx="9" fill="#ffffff1f" />
      <path d="M120 136v22" stroke="#00000022" strokeWidth="2" />
      <rect x="24" y="116" width="28" height="66" rx="12" fill={main} />
      <rect x="188" y="116" width="28" height="66" rx="12" fill={main} />
      <path
        d="M36 116q-12 0-12 12v42q0 12 12 12t16-12v-42q0-12-16-12zM204 116q12 0 12 12v42q0 12-12 12t-16-12v-42q0-12 16-12z"
        fill="#00000014"
      />
      <path d="M52 160h136v22H52z" fill={main} />
      <path d="M52 160h136v4H52z" fill="#0000001c" />
      <rect x="60" y="100" width="42" height="34" rx="8" fill="#e7dcc6" transform="rotate(-7 80 118)" />
    </>
  )
}
