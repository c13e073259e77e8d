import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import { sumOf, type CellSet } from '../cells/cellSet'
import type { TownCounts } from '../cells/useTownCounts'
import type { Settings } from '../search/settings'
import { IncidentsHere } from './IncidentsHere'
import type { ChosenArea } from './useArea'
import { classes } from '@shared/ui/classes'
import card from '../cells/CellCard.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly settings: Settings
  readonly area: ChosenArea | undefined
  readonly cells: CellSet
  readonly town: TownCounts | undefined
  readonly onClose: () => void
}

/** What was counted in the chosen area, and its incidents. */
export function SelectionCard({ settings, area, cells, town, onClose }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const chosen = settings.area
  if (!chosen) return null
  return (
    <div className={classes(card['card'], panel['panel'])} role="status" data-place="corner" data-selection>
      <div className={card['head']}>
        <strong>{chosen.kind === 'boundary' ? chosen.name : t('chosenArea')}</strong>
        <Button quiet aria-label={t('closeArea')} onPress={onClose}>
          <span aria-hidden="true">×</span>
        </Button>
      </div>
      {area ? (
        <p>
          {cells.map === 'change'
            ? t('areaCellsChange', {
                cells: number(area.cells.length),
                before: number(sumOf(cells, area.cells, 'before')),
                sum: number(sumOf(cells, area.cells)),
              })
            : t('areaCells', { cells: number(area.cells.length), sum: number(sumOf(cells, area.cells)) })}
        </p>
      ) : null}
      <IncidentsHere
        place={chosen}
        settings={settings}
        squareKilometres={area?.squareKilometres}
        daysCovered={cells.coverage.covered}
        town={town}
      />
    </div>
  )
}
