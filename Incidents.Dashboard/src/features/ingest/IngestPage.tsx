import { Answered } from '@shared/ui/states'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DeadLetterList } from './DeadLetterList'
import { IntakeFigures } from './IntakeFigures'
import { Quarantine } from './Quarantine'
import { Reasons } from './Reasons'
import { Troubles } from './Troubles'
import { WaysIn } from './WaysIn'
import { statusQuery } from './queries'

export const Route = createLazyRoute('/ingest-status')({ component: IngestPage })

const everySeconds = 5

function IngestPage() {
  const { t } = useTranslation('ingest')
  const status = useAnswer(statusQuery, useMayVariables('original'), { everySeconds })
  const { code } = Route.useSearch()
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
            <DeadLetterList key={code ?? ''} code={code} waiting={figures.deadLetters} />
            <Quarantine />
          </>
        )}
      </Answered>
    </Page>
  )
}
