import { useFormat } from '@shared/format/useFormat'
import { Tile, Tiles } from '@shared/ui/Tile'
import { useTranslation } from 'react-i18next'
import type { Status } from './queries'

const slowSeconds = 30
const crowded = 0.8

export function IntakeFigures({ status }: { readonly status: Status }) {
  const { t } = useTranslation('ingest')
  const { number, percent, seconds } = useFormat()
  const full = status.capacity === 0 ? 0 : status.waiting / status.capacity
  return (
    <Tiles>
      <Tile label={t('perSecond')} value={number(status.perSecond, 1)} note={t('perSecondNote')} />
      <Tile
        label={t('lag')}
        value={seconds(status.lagSeconds)}
        note={t('lagNote', { count: status.lagEvents, number: number(status.lagEvents) })}
        tone={status.lagSeconds > slowSeconds ? 'bad' : 'good'}
      />
      <Tile
        label={t('waiting')}
        value={number(status.waiting)}
        note={t('waitingNote', { share: percent(full), capacity: number(status.capacity) })}
        tone={full > crowded ? 'bad' : 'neutral'}
      />
      <Tile
        label={t('projections')}
        value={status.pausedShards.length === 0 ? t('running') : t('standing')}
        note={t('projectionsNote', {
          projected: number(status.projectedSequence),
          appended: number(status.appendedSequence),
        })}
        tone={status.pausedShards.length === 0 ? 'good' : 'bad'}
      />
      <Tile label={t('accepted')} value={number(status.accepted)} note={t('sinceStart')} />
      <Tile label={t('duplicates')} value={number(status.duplicates)} note={t('sinceStart')} />
      <Tile
        label={t('conflicts')}
        value={number(status.conflicts)}
        note={t('sinceStart')}
        tone={status.conflicts > 0 ? 'warn' : 'neutral'}
      />
      <Tile
        label={t('refused')}
        value={number(status.refused)}
        note={t('sinceStart')}
        tone={status.refused > 0 ? 'warn' : 'neutral'}
      />
      <Tile
        label={t('unavailable')}
        value={number(status.unavailable)}
        note={t('sinceStart')}
        tone={status.unavailable > 0 ? 'warn' : 'neutral'}
      />
    </Tiles>
  )
}
