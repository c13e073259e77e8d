import { useFormat } from '@shared/format/useFormat'
import { inZone } from '@shared/format/zones'
import { Button } from '@shared/ui/Button'
import { MomentField } from '@shared/ui/MomentField'
import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'
import type { CaseSearch, Change } from './search'
import styles from './Cases.module.css'

interface Props {
  readonly knownAt: string | undefined
  readonly zone: string
  readonly onChange: (change: Change<CaseSearch>) => void
}

/** Shows the case as it was known at a moment; a branch is of now. */
export function Moment({ knownAt, zone, onChange }: Props) {
  const { t } = useTranslation('cases')
  const { localMoment } = useFormat()
  return (
    <div className={styles['moment']} data-screen-only>
      <MomentField
        label={t('asKnownAt')}
        value={knownAt}
        zone={zone}
        onChange={(moment) => onChange({ knownAt: moment, branch: undefined })}
      />
      {knownAt === undefined ? null : (
        <>
          <Button onPress={() => onChange({ knownAt: undefined })}>{t('asKnownNow')}</Button>
          <Notice>{t('thenMeans', { moment: localMoment(inZone(knownAt, zone)) })}</Notice>
        </>
      )}
    </div>
  )
}
