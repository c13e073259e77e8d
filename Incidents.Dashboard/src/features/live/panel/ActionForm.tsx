import { newId } from '@shared/commands/browser'
import { Button } from '@shared/ui/Button'
import fields from '@shared/ui/Fields.module.css'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import type { FormName, Values } from './commands'
import type { Facts } from './facts'
import { fieldsOf, type FieldSpec } from './fields'
import { useChoices, type Choice } from './useChoices'
import styles from './Work.module.css'

interface Props {
  readonly name: FormName
  readonly facts: Facts
  /** The result is true once what was asked for is done. */
  readonly onGiven: (values: Values) => Promise<boolean>
  readonly onClose: () => void
}

/** Asks what an action needs to know. It has the focus from its beginning: Enter sends it, Escape closes it. */
export function ActionForm({ name, facts, onGiven, onClose }: Props) {
  const { t } = useTranslation('live')
  const specs = fieldsOf(name)
  const choices = useChoices(specs, facts)
  const { categories } = useCatalogue()
  // One key for all presses of this form: what was sent twice is one thing.
  const [key] = useState(newId)
  const [values, setValues] = useState<Values>({ category: facts.category, street: facts.street ?? '' })
  const [isSending, setSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const valueOf = (field: FieldSpec) => {
    const given = values[field.name]
    const offered = isChoice(field) ? choices.of(field) : undefined
    return offered === undefined || offered.some(({ value }) => value === given)
      ? (given ?? '')
      : (offered[0]?.value ?? '')
  }
  const isReady = specs.every((field) => field.isOptional === true || valueOf(field).trim() !== '')
  // The choices come a moment later; the first field that is there takes the focus.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('select, input, button[type=submit]')?.focus()
  }, [name, categories.length])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    } else if (event.key === 'Enter' && event.target instanceof HTMLSelectElement) {
      event.preventDefault()
      form.current?.requestSubmit()
    }
  }
  return (
    // Escape closes it, wherever in it the focus is.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={form}
      className={styles['form']}
      aria-label={t(`action.${name}`)}
      data-form={name}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isReady || isSending) return
        setSending(true)
        void onGiven({ key, ...Object.fromEntries(specs.map((field) => [field.name, valueOf(field)])) }).then(
          (isDone) => {
            if (isDone) onClose()
            else setSending(false)
          },
        )
      }}
    >
      <strong>{t(`action.${name}`)}</strong>
      {specs.map((field) => (
        <Field
          key={field.name}
          field={field}
          choices={choices.of(field)}
          total={choices.total(field)}
          value={valueOf(field)}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <div className={styles['buttons']}>
        <button type="submit" className={styles['choice']} disabled={!isReady || isSending}>
          {specs.length === 0 ? t('confirmIt') : t('send')} <kbd>Enter</kbd>
        </button>
        <Button quiet onPress={onClose}>
          {t('cancel')} <kbd>Esc</kbd>
        </Button>
      </div>
    </form>
  )
}

interface FieldProps {
  readonly field: FieldSpec
  readonly choices: readonly Choice[] | undefined
  /** How many there are where not all are offered. */
  readonly total: number | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

function Field({ field, choices, total, value, onChange }: FieldProps) {
  const { t } = useTranslation('live')
  const { number } = useFormat()
  const id = useId()
  return (
    <div className={fields['field']}>
      <label htmlFor={id}>{t(`field.${field.name}`)}</label>
      {isChoice(field) ? (
        <select id={id} className={fields['input']} value={value} onChange={(event) => onChange(event.target.value)}>
          {choices?.length === 0 ? <option value="">{t('noChoice')}</option> : null}
          {(choices ?? []).map((one) => (
            <option key={one.value} value={one.value}>
              {one.name}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          className={fields['input']}
          value={value}
          maxLength={field.most}
          list={field.from === 'people' ? `${id}-list` : undefined}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {total === undefined ? null : (
        <small>{t('choicesOfAll', { shown: number(choices?.length ?? 0), all: number(total) })}</small>
      )}
      {field.from === 'people' ? (
        <datalist id={`${id}-list`}>
          {[...new Set(choices?.map((one) => one.value))].map((person) => (
            <option key={person} value={person} />
          ))}
        </datalist>
      ) : null}
    </div>
  )
}

const isChoice = ({ from }: FieldSpec) => from !== undefined && from !== 'people'
