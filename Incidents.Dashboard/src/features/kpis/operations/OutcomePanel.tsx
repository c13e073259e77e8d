import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { Panel } from '@shared/ui/Panel'
import { Answered, Refused } from '@shared/ui/states'
import type { ReactNode } from 'react'
import { AsOf } from '../basis'
import { totalsOf } from './figures'
import type { PartProps } from './Operations'
import { Span } from './Span'
import { outcomeTotalsQuery, type OutcomeTotals } from './queries'
import styles from './Operations.module.css'

interface Totals {
  readonly together: OutcomeTotals
  readonly towns: readonly OutcomeTotals[]
}

interface Props extends PartProps {
  readonly title: string
  readonly means: string
  readonly children: (totals: Totals) => ReactNode
}

/** A part of what came of violations and alerts in the period, with the days and towns that it is of. */
export function OutcomePanel({ title, means, children, ...props }: Props) {
  const { period, cities } = props
  const asked = useStable({ from: period.from, until: period.until, cities: cities ?? null })
  const answer = useAnswer(outcomeTotalsQuery, asked)
  return (
    <Panel title={title}>
      <Answered answer={answer}>
        {({ outcomeTotals }) => {
          const { together, towns } = totalsOf(outcomeTotals ?? [])
          if (answer.error) return <Refused error={answer.error} />
          return (
            <>
              <div className={styles['text']}>
                <p>
                  <Span {...props} /> <AsOf freshness={answer.freshness} />
                </p>
                <p>{means}</p>
              </div>
              {together === undefined ? null : children({ together, towns })}
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}
