import { Panel } from '@shared/ui/Panel'
import type { ReactNode } from 'react'
import styles from './ResultPanel.module.css'

interface Props {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A framed result: figures, then what they rest on. */
export function ResultPanel({ title, aside, children }: Props) {
  return (
    <Panel title={title} aside={aside}>
      <div className={styles['body']} data-result>
        {children}
      </div>
    </Panel>
  )
}

/** A map or chart beside its table, where there is room. */
export function Beside({ children }: { readonly children: ReactNode }) {
  return <div className={styles['beside']}>{children}</div>
}

/** A sentence about the figures; `warn` where they say less than they seem. */
export function Remark({ warn = false, children }: { readonly warn?: boolean; readonly children: ReactNode }) {
  return (
    <p className={styles['remark']} data-tone={warn ? 'warn' : undefined}>
      {children}
    </p>
  )
}
