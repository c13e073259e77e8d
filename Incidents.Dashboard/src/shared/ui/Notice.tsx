import type { ReactNode } from 'react'
import styles from './Notice.module.css'

/** Something that the reader must know before reading on. */
export function Notice({ tone = 'warn', children }: { readonly tone?: 'warn' | 'bad'; readonly children: ReactNode }) {
  return (
    <div className={styles['notice']} role="status" data-tone={tone}>
      {children}
    </div>
  )
}
