import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { wantedShare } from './judgement'
import styles from './HowToRead.module.css'

/** What the words on the page mean. */
export function HowToRead() {
  const { t } = useTranslation('kpis')
  const { percent } = useFormat()
  return (
    <section className={styles['how']} aria-labelledby="kpi-how">
      <h2 id="kpi-how">{t('howToRead')}</h2>
      <ul>
        <li>{t('how.target', { share: percent(wantedShare) })}</li>
        <li>{t('how.change')}</li>
        <li>{t('how.tooFew')}</li>
        <li>{t('how.noData')}</li>
        <li>{t('how.day')}</li>
      </ul>
    </section>
  )
}
