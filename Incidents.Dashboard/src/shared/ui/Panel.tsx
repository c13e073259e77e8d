import { useId, type ReactNode } from 'react'
import styles from './Panel.module.css'

interface Props {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A framed part of a page with a heading. */
export function Panel({ title, aside, children }: Props) {
  const id = useId()
  return (
    <section className={styles['panel']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
