import { useAnswer } from '@shared/graphql/useAnswer'
import { Page } from '@shared/ui/Page'
import { Answered, Empty } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Duty } from './Duty'
import { myUnitQuery } from './queries'

export const Route = createLazyRoute('/unit')({ component: UnitPage })

/** A new mission is to be seen within seconds. */
const everySeconds = 5

function UnitPage() {
  const { t } = useTranslation('unit')
  const answer = useAnswer(myUnitQuery, {}, { everySeconds })
  const unit = answer.data?.myUnit
  return (
    <Page title={unit == null ? t('title') : t('titleOf', { unit: unit.callSign })}>
      <Answered answer={answer}>
        {({ myUnit }) =>
          myUnit == null ? (
            <Empty title={t('none')}>{t('noneMeans')}</Empty>
          ) : myUnit.isRetired ? (
            <Empty title={t('retired')} />
          ) : (
            <Duty unit={myUnit} />
          )
        }
      </Answered>
    </Page>
  )
}
