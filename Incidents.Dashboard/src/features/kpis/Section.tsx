import { useId, type ReactNode } from 'react'
import styles from './Section.module.css'

interface Props {
  readonly title: string
  /** Beside the heading. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A part of the report with a heading and no frame. */
export function Section({ title, aside, children }: Props) {
  const id = useId()
  const heading = <h2 id={id}>{title}</h2>
  return (
    <section className={styles['section']} aria-labelledby={id}>
      {aside === undefined ? (
        heading
      ) : (
        <div className={styles['head']}>
          {heading}
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}
