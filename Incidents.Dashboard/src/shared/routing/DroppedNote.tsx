import { useLocation } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { droppedNames, forgetDropped, onDropped } from './dropped'
import styles from './DroppedNote.module.css'

const mostNames = 12
const mostLetters = 40

/** Says once which parts of the link were left out. It goes when the reader closes it or opens another page. */
export function DroppedNote() {
  const { t } = useTranslation('shared')
  const names = useSyncExternalStore(onDropped, droppedNames)
  const pathname = useLocation({ select: (location) => location.pathname })
  const [of, setOf] = useState(pathname)
  if (names.length === 0 && of !== pathname) setOf(pathname)
  const isOver = names.length > 0 && of !== pathname
  useEffect(() => {
    if (isOver) forgetDropped()
  }, [isOver])
  return (
    <div role="status" aria-live="polite">
      {names.length === 0 || isOver ? null : (
        <div className={styles['dropped']} data-dropped>
          <p>
            {t('dropped')} <span className={styles['names']}>{shortened(names)}</span>
          </p>
          <Button quiet onPress={forgetDropped}>
            {t('understood')}
          </Button>
        </div>
      )}
    </div>
  )
}

const shortened = (names: readonly string[]) =>
  names
    .slice(0, mostNames)
    .map((name) => (name.length > mostLetters ? `${name.slice(0, mostLetters)}…` : name))
    .join(', ') + (names.length > mostNames ? ', …' : '')
