import type { ReactNode } from 'react'
import type { Tone } from './tone'

interface Props {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
  readonly tone?: Tone
}

/** Tiles beside each other, as a list of terms and their values. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return <dl className="tiles">{children}</dl>
}

/** One figure with its name and what it rests on. */
export function Tile({ label, value, note, tone = 'neutral' }: Props) {
  return (
    <div className="panel tile" data-tone={tone}>
      <dt>{label}</dt>
      <dd className="tile-value">{value}</dd>
      {note === undefined ? null : <dd className="tile-note">{note}</dd>}
    </div>
  )
}
