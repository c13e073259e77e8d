import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Input, ListBox, ListBoxItem, Popover, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classes } from './classes'
import button from './Button.module.css'
import fields from './Fields.module.css'
import styles from './MultiPicker.module.css'
import popover from './Popover.module.css'

interface Option {
  readonly code: string
  readonly name: string
}

interface Props {
  readonly label: string
  readonly options: readonly Option[]
  readonly value: readonly string[]
  readonly onChange: (codes: string[]) => void
}

const searchableFrom = 9

/** Several of many, found by typing. Nothing chosen means all. */
export function MultiPicker({ label, options, value, onChange }: Props) {
  const { t } = useTranslation('shared')
  const [sought, setSought] = useState('')
  const shown = options.filter((option) => option.name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()))
  const first = options.find((option) => option.code === value[0])?.name ?? value[0]
  const summary =
    first === undefined ? t('all') : value.length === 1 ? first : t('andMore', { first, count: value.length - 1 })
  // What the search hides stays chosen.
  const hidden = value.filter((code) => !shown.some((option) => option.code === code))

  return (
    <div className={fields['field']}>
      <span className={fields['label']} aria-hidden="true">
        {label}
      </span>
      <DialogTrigger onOpenChange={() => setSought('')}>
        <Button className={classes(button['button'], styles['picker'])} aria-label={`${label}: ${summary}`}>
          <span>{summary}</span>
        </Button>
        <Popover className={classes(popover['popover'])}>
          <Dialog className={classes(styles['dialog'])} aria-label={label}>
            {options.length < searchableFrom ? null : (
              // eslint-disable-next-line jsx-a11y/no-autofocus -- a long list is opened to type in it
              <SearchField aria-label={t('search')} value={sought} onChange={setSought} autoFocus>
                <Input className={classes(fields['input'], styles['search'])} placeholder={t('search')} />
              </SearchField>
            )}
            <ListBox
              className={classes(popover['options'])}
              aria-label={label}
              selectionMode="multiple"
              escapeKeyBehavior="none"
              items={shown.map((option) => ({ id: option.code, ...option }))}
              selectedKeys={value}
              onSelectionChange={(keys) =>
                onChange([
                  ...hidden,
                  ...(keys === 'all'
                    ? shown.map((o) => o.code)
                    : [...keys].map(String).filter((k) => !hidden.includes(k))),
                ])
              }
              renderEmptyState={() => <p className={styles['none']}>{t('nothingFound')}</p>}
            >
              {(option) => (
                <ListBoxItem id={option.code} textValue={option.name}>
                  {option.name}
                </ListBoxItem>
              )}
            </ListBox>
            {value.length === 0 ? null : (
              <Button className={classes(button['button'])} data-quiet="true" onPress={() => onChange([])}>
                {t('clear')}
              </Button>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  )
}
