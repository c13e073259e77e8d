import { toneOf } from '@shared/devices/health'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import type { DeviceHealthStatus, DeviceKind } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { Tile, Tiles } from '@shared/ui/Tile'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { healthCountsQuery } from './queries'
import { healths } from './search'

const everySeconds = 30

interface Props {
  readonly cities: readonly string[] | undefined
  readonly kinds: readonly DeviceKind[] | undefined
  readonly onChoose: (health: DeviceHealthStatus) => void
}

/** How many devices work, and how many do not. */
export function HealthTiles({ cities, kinds, onChoose }: Props) {
  const { t } = useTranslation(['devices', 'shared'])
  const { number } = useFormat()
  const asked = useMemo(() => ({ cities: cities ?? null, kinds: kinds ?? null }), [cities, kinds])
  const answer = useAnswer(healthCountsQuery, asked, { everySeconds })
  return (
    <Tiles>
      {healths.map((health) => {
        const count = partOf(answer, health).data?.totalCount
        return (
          <Tile
            key={health}
            label={t(`shared:devices.healths.${health}`)}
            tone={count === undefined || count === 0 ? 'neutral' : toneOf(health)}
            value={count === undefined ? '…' : number(count)}
            note={
              <Button
                quiet
                aria-label={`${t('devices:show')}: ${t(`shared:devices.healths.${health}`)}`}
                onPress={() => onChoose(health)}
              >
                {t('devices:show')}
              </Button>
            }
          />
        )
      })}
    </Tiles>
  )
}
