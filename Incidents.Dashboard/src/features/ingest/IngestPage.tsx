import { Answered } from '@shared/ui/states'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DeadLetterList } from './DeadLetterList'
import { IntakeFigures } from './IntakeFigures'
import { Reasons } from './Reasons'
import { Troubles } from './Troubles'
import { statusQuery } from './queries'

export const Route = createLazyRoute('/ingest-status')({ component: IngestPage })

const everySeconds = 5

function IngestPage() {
  const { t } = useTranslation('ingest')
  const status = useAnswer(statusQuery, {}, { everySeconds })
  const { code } = Route.useSearch()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answered answer={partOf(status, 'ingestStatus')}>
        {(figures) => (
          <>
            <Troubles status={figures} />
            <IntakeFigures status={figures} />
            {figures.deadLetters === 0 && code === undefined ? null : (
              <Reasons counts={figures.deadLettersByCode} chosen={code} />
            )}
            <DeadLetterList key={code ?? ''} code={code} waiting={figures.deadLetters} />
          </>
        )}
      </Answered>
    </Page>
  )
}
