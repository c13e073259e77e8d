import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { Button } from '@shared/ui/Button'
import { Tile, Tiles } from '@shared/ui/Tile'
import { Answered } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { countsQuery } from './queries'
import { filterOf, type Search, type State } from './search'

interface Props {
  readonly search: Omit<Search, 'state'>
  readonly onChoose: (state: State) => void
}

const everySeconds = 60
const shown = ['overdue', 'due', 'done'] as const

/** How many tasks are overdue, how many still have time, and how many are to be looked at again. */
export function StateTiles({ search, onChoose }: Props) {
  const { t } = useTranslation('upkeep')
  const { number } = useFormat()
  const asked = useStable({
    overdue: filterOf(search, 'overdue'),
    due: filterOf(search, 'due'),
    done: filterOf(search, 'done'),
  })
  const answer = useAnswer(countsQuery, asked, { everySeconds })
  return (
    <Answered answer={answer}>
      {(counts) => (
        <Tiles>
          {shown.map((state) => {
            const count = counts[state]?.totalCount
            return count === undefined ? null : (
              <Tile
                key={state}
                label={t(`states.${state}`)}
                value={number(count)}
                tone={state === 'overdue' && count > 0 ? 'bad' : 'neutral'}
                note={
                  <Button quiet aria-label={`${t('show')}: ${t(`states.${state}`)}`} onPress={() => onChoose(state)}>
                    {t('show')}
                  </Button>
                }
              />
            )
          })}
        </Tiles>
      )}
    </Answered>
  )
}
