import type { ReactNode } from 'react'
import type { Tone } from './tone'
import { classes } from './classes'
import panel from './Panel.module.css'
import styles from './Tile.module.css'

interface Props {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
  readonly tone?: Tone
}

/** Tiles beside each other, as a list of terms and their values. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return <dl className={styles['tiles']}>{children}</dl>
}

/** One figure with its name and what it rests on. */
export function Tile({ label, value, note, tone = 'neutral' }: Props) {
  return (
    <div className={classes(panel['panel'], styles['tile'])} data-tone={tone}>
      <dt>{label}</dt>
      <dd className={styles['value']}>{value}</dd>
      {note === undefined ? null : <dd className={styles['note']}>{note}</dd>}
    </div>
  )
}
