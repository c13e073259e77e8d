import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { toast } from '@shared/ui/toasts'
import { useState, type SyntheticEvent } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { changed, type Change, type CrimeMapSearch } from '../search/search'
import type { Settings } from '../search/settings'
import { deleteView, longestName, renameView, saveView, useSavedViews, type SavedView } from './savedViews'
import styles from './SavedViews.module.css'
import button from '@shared/ui/Button.module.css'
import fields from '@shared/ui/Fields.module.css'
import popover from '@shared/ui/Popover.module.css'

interface Props {
  readonly search: CrimeMapSearch
  readonly settings: Settings
  readonly onChange: (change: Change) => void
}

/** Views of the map under names, kept in this browser. */
export function SavedViews({ search, settings, onChange }: Props) {
  const { t } = useTranslation('crime-map')
  const views = useSavedViews()
  const say = (isKept: boolean, text: string) => (isKept ? toast(text) : toast(t('viewsNotKept'), 'warn'))
  const save = (name: string) => {
    const { from, to } = settings.period
    const city = settings.city === null ? {} : { city: settings.city }
    say(saveView(name, changed(search, { from, to, ...city })), t('viewSaved', { name }))
  }
  const open = (view: SavedView) => onChange({ ...nothingOf(search), ...view.search })
  return (
    <DialogTrigger>
      <AriaButton className={classes(button['button'])}>{t('views')}</AriaButton>
      <Popover className={classes(popover['popover'])}>
        <Dialog className={classes(styles['dialog'])} aria-label={t('views')}>
          {({ close }) => (
            <>
              <NameForm label={t('viewName')} action={t('saveView')} onName={save} />
              {views.length === 0 ? <p className={styles['none']}>{t('noViews')}</p> : null}
              <ul>
                {views.map((view) => (
                  <ViewRow
                    key={view.id}
                    view={view}
                    onOpen={() => {
                      open(view)
                      close()
                    }}
                    onRename={(name) => say(renameView(view.id, name), t('viewSaved', { name }))}
                    onDelete={() => say(deleteView(view.id), t('viewDeleted', { name: view.name }))}
                  />
                ))}
              </ul>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const nothingOf = (search: CrimeMapSearch): Change =>
  Object.fromEntries(Object.keys(search).map((key) => [key, undefined]))

interface RowProps {
  readonly view: SavedView
  readonly onOpen: () => void
  readonly onRename: (name: string) => void
  readonly onDelete: () => void
}

function ViewRow({ view, onOpen, onRename, onDelete }: RowProps) {
  const { t } = useTranslation('crime-map')
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming)
    return (
      <li>
        <NameForm
          label={t('viewName')}
          action={t('renameView')}
          name={view.name}
          onName={(name) => {
            setRenaming(false)
            if (name !== view.name) onRename(name)
          }}
        />
      </li>
    )
  return (
    <li className={styles['view']}>
      <button type="button" className={styles['open']} onClick={onOpen}>
        {view.name}
      </button>
      <Button quiet aria-label={t('renameViewOf', { name: view.name })} onPress={() => setRenaming(true)}>
        <span aria-hidden="true">✎</span>
      </Button>
      <Button quiet aria-label={t('deleteViewOf', { name: view.name })} onPress={onDelete}>
        <span aria-hidden="true">×</span>
      </Button>
    </li>
  )
}

interface FormProps {
  readonly label: string
  readonly action: string
  readonly name?: string
  readonly onName: (name: string) => void
}

function NameForm({ label, action, name = '', onName }: FormProps) {
  const [typed, setTyped] = useState(name)
  const done = (event: SyntheticEvent) => {
    event.preventDefault()
    if (typed.trim() === '') return
    onName(typed.trim())
    setTyped(name)
  }
  return (
    <form className={styles['form']} onSubmit={done}>
      <input
        className={fields['input']}
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={longestName}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" isDisabled={typed.trim() === ''}>
        {action}
      </Button>
    </form>
  )
}
