import { useFormat } from '@shared/format/useFormat'
import { useLanguage } from '@shared/i18n/useLanguage'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoiceButton } from './Choice'
import { Section, focusFirst } from './Section'
import styles from './Work.module.css'

interface Names {
  readonly nameKk: string
  readonly nameRu: string
  readonly nameEn: string
}

export interface PlanStep extends Names {
  readonly code: string
  readonly isRequired: boolean
  readonly tickedBy?: string | null
  readonly tickedAt?: string | null
  readonly note?: string | null
}

/** The response plan of an incident: the steps of its category, and who ticked which. */
export interface ResponsePlan extends Names {
  readonly code: string
  readonly version: number
  readonly steps: readonly PlanStep[]
}

interface Props {
  readonly plan: ResponsePlan
  /** Whether who looks may tick steps now. */
  readonly mayTick: boolean
  /** Whether the key of this part was pressed. */
  readonly isAsked: boolean
  readonly onShown: () => void
  readonly onTick: (step: string) => void
  readonly onUntick: (step: string) => void
}

/** What is to be done for this kind of incident, step by step. */
export function Plan({ plan, mayTick, isAsked, onShown, onTick, onUntick }: Props) {
  const { t } = useTranslation('live')
  const { number, time } = useFormat()
  const language = useLanguage()
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isAsked) return
    focusFirst(section.current)
    onShown()
  }, [isAsked, onShown])
  const nameOf = ({ nameKk, nameRu, nameEn }: Names) =>
    language === 'kk' ? nameKk : language === 'ru' ? nameRu : nameEn
  const { done, required } = progressOf(plan)
  return (
    <Section ref={section} title={t('part.plan')} letter={mayTick ? 'P' : undefined}>
      <p className={styles['small']}>
        {nameOf(plan)} ({t('planVersion', { version: number(plan.version) })}) ·{' '}
        {t('planDone', { done: number(done), of: number(plan.steps.length) })}
        {required === 0 ? null : ` · ${t('planRequired', { number: number(required) })}`}
      </p>
      <ol className={styles['lines']}>
        {plan.steps.map((step) => {
          const isTicked = step.tickedAt != null
          const text = (
            <>
              {isTicked ? '☑' : '☐'} {nameOf(step)}
              {step.isRequired && !isTicked ? ` (${t('required')})` : null}
            </>
          )
          return (
            <li key={step.code} data-step={step.code} data-ticked={isTicked}>
              <span>
                {mayTick ? (
                  <ChoiceButton
                    isPressed={isTicked}
                    onPress={() => (isTicked ? onUntick(step.code) : onTick(step.code))}
                  >
                    {text}
                  </ChoiceButton>
                ) : (
                  text
                )}
                {isTicked ? (
                  <small>
                    {[step.tickedBy, time(step.tickedAt ?? ''), step.note].filter((part) => part != null).join(', ')}
                  </small>
                ) : null}
              </span>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

/** How many steps are done, and how many that are required are not. */
export const progressOf = ({ steps }: ResponsePlan) => ({
  done: steps.filter(({ tickedAt }) => tickedAt != null).length,
  required: steps.filter(({ isRequired, tickedAt }) => isRequired && tickedAt == null).length,
})
