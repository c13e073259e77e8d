import { useFormat } from '@shared/format/useFormat'
import { useConnection } from '@shared/graphql/connection'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './PrintHead.module.css'
import { usePrinting } from './printing'

export interface PrintFact {
  readonly label: string
  readonly value: ReactNode
}

interface Props {
  readonly title: string
  /** What the page shows: area, period, filters. The moment that the data hold for is added. */
  readonly facts: readonly PrintFact[]
}

/** The head of a printed page, in the place of the page's own; on the screen it is nothing. Each sheet repeats the title at its foot. */
export function PrintHead(props: Props) {
  return usePrinting() ? <Head {...props} /> : null
}

function Head({ title, facts }: Props) {
  const { t } = useTranslation('shared')
  const { zoned } = useFormat()
  const { freshness, simulated } = useConnection()
  const all = [
    ...facts,
    { label: t('printing.asOf'), value: freshness === null ? t('printing.asOfUnknown') : zoned(freshness.asOf) },
  ]
  const foot = simulated === true ? `${title} · ${t('printing.simulated')}` : title
  return (
    <header className={styles['head']} data-print-head>
      <style>{sheetFeet(foot)}</style>
      <h1>{title}</h1>
      {simulated === true ? <p className={styles['simulated']}>{t('printing.simulated')}</p> : null}
      <dl>
        {all.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  )
}

const sheetFeet = (text: string) => {
  const look = 'color: #4a5668; font: 8pt sans-serif;'
  return `@page {
    @bottom-left { content: ${JSON.stringify(text)}; ${look} }
    @bottom-right { content: counter(page) " / " counter(pages); ${look} }
  }`
}
