import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Page.module.css'

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page: its heading, which also names the browser's tab, and what is on it. */
export function Page({ title, lead, actions, children }: Props) {
  const { t } = useTranslation('app')
  const product = t('app:product')
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>{title}</h1>
          {lead === undefined ? null : <p>{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  )
}
