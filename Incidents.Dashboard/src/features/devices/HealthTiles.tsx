import { toneOf } from '@shared/devices/health'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import type { Answer } from '@shared/graphql/useAnswer'
import type { DeviceHealthStatus, HealthCountsQuery } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { Tile, Tiles } from '@shared/ui/Tile'
import { useTranslation } from 'react-i18next'
import { healths } from './search'

interface Props {
  readonly answer: Answer<HealthCountsQuery>
  readonly onChoose: (health: DeviceHealthStatus) => void
}

/** How many devices work, and how many do not. */
export function HealthTiles({ answer, onChoose }: Props) {
  const { t } = useTranslation(['devices', 'shared'])
  const { number } = useFormat()
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
