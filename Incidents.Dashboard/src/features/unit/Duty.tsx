import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import type { Tone } from '@shared/ui/tone'
import { useTranslation } from 'react-i18next'
import { Mission } from './Mission'
import { PositionPanel } from './PositionPanel'
import type { MyUnit } from './queries'
import type { UnitState } from './steps'
import { useSteps } from './useSteps'
import styles from './Unit.module.css'

const tones: Record<UnitState, Tone> = {
  OFF_DUTY: 'neutral',
  FREE: 'good',
  ASSIGNED: 'bad',
  ACCEPTED: 'warn',
  EN_ROUTE: 'warn',
  AT_SCENE: 'accent',
}

/** What the unit does now, where it was sent, and the one button for what comes next. */
export function Duty({ unit }: { readonly unit: MyUnit }) {
  const { t } = useTranslation('unit')
  const { now, isSending, take } = useSteps(unit)
  const { next } = now
  return (
    <div className={styles['duty']} data-unit-state={now.state}>
      <p className={styles['state']} role="status">
        <Badge tone={tones[now.state]}>{t(`state.${now.state}`)}</Badge>
      </p>
      {now.incident === null ? <p>{t(`hint.${now.state}`)}</p> : <Mission id={now.incident} />}
      {next === null ? null : (
        <div className={styles['next']}>
          <Button isDisabled={isSending} onPress={() => take(next)} data-step={next}>
            {t(`step.${next}`)}
          </Button>
        </div>
      )}
      {now.mayEnd ? (
        <Button isDisabled={isSending} onPress={() => take('endUnitDuty')} data-step="endUnitDuty">
          {t('step.endUnitDuty')}
        </Button>
      ) : null}
      <PositionPanel city={unit.city} isOnDuty={now.state !== 'OFF_DUTY'} reportedAt={unit.position?.at ?? null} />
    </div>
  )
}
