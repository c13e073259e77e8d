import { Answered } from '@shared/ui/states'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Page } from '@shared/ui/Page'
import { TextField } from '@shared/ui/Fields'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeadLetterList } from './DeadLetterList'
import { IntakeFigures } from './IntakeFigures'
import { Quarantine } from './Quarantine'
import { Reasons } from './Reasons'
import { Troubles } from './Troubles'
import { WaysIn } from './WaysIn'
import { statusQuery } from './queries'
import styles from './Commands.module.css'

export const Route = createLazyRoute('/ingest-status')({ component: IngestPage })

const everySeconds = 5

function IngestPage() {
  const { t } = useTranslation('ingest')
  const status = useAnswer(statusQuery, {}, { everySeconds })
  const { code } = Route.useSearch()
  const [by, setBy] = useState<string>()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answered answer={partOf(status, 'ingestStatus')}>
        {(figures) => (
          <>
            <Troubles status={figures} />
            <IntakeFigures status={figures} />
            <WaysIn reported={figures.reported} />
            {figures.deadLetters === 0 && code === undefined ? null : (
              <Reasons counts={figures.deadLettersByCode} chosen={code} />
            )}
            <div className={styles['who']}>
              <TextField label={t('who')} value={by} onChange={setBy} />
            </div>
            <DeadLetterList key={code ?? ''} code={code} waiting={figures.deadLetters} by={by} />
            <Quarantine by={by} />
          </>
        )}
      </Answered>
    </Page>
  )
}
