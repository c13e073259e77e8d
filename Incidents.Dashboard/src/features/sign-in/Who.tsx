import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { extents, type DataClass, type Extent } from '@shared/session/may'
import { useSession, type Person } from '@shared/session/session'
import { signOut } from '@shared/session/start'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { useCallback } from 'react'
import { Button as Trigger, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useGrantTexts } from './useGrantTexts'
import { usePersonName } from './usePersonName'
import popover from '@shared/ui/Popover.module.css'
import styles from './Who.module.css'

/** Who is signed in, with their roles and towns; opens what they may, and signs out. */
export function Who() {
  const { t } = useTranslation('sign-in')
  const { person } = useSession()
  const personName = usePersonName()
  if (person === null) return null
  const name = personName(person)
  return (
    <DialogTrigger>
      <Trigger className={classes(styles['who'])} aria-label={t('who', { name })} data-who>
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
          <circle cx="12" cy="8" r="4" />
          <path d="M4 21c1-5 4-7 8-7s7 2 8 7" strokeLinecap="round" />
        </svg>
        <span>{name}</span>
      </Trigger>
      <Popover className={classes(popover['popover'])}>
        <Dialog className={classes(styles['card'])} aria-label={name}>
          <Card person={person} name={name} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Card({ person, name }: { readonly person: Person; readonly name: string }) {
  const { t } = useTranslation('sign-in')
  const { may, isDemo } = useSession()
  const { cities } = useCatalogue()
  const townName = useCallback((code: string) => cities.find((city) => city.code === code)?.name, [cities])
  const grantTexts = useGrantTexts(townName)
  const seen = (Object.entries(may) as [DataClass, Extent][]).filter(([one]) => !isEverybodys(one))
  return (
    <>
      <h2>{name}</h2>
      <ul className={styles['grants']}>
        {grantTexts(person.grants).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {isDemo ? <p className={styles['note']}>{t('demoShort')}</p> : null}
      <h3>{t('may')}</h3>
      <ul className={styles['may']}>
        {seen
          .toSorted(([, a], [, b]) => extents.indexOf(a) - extents.indexOf(b))
          .map(([one, extent]) => (
            <li key={one}>
              {t(`class.${one}`)}
              {extent === 'yes' ? null : <span>{t(`extent.${extent}`)}</span>}
            </li>
          ))}
      </ul>
      <Button onPress={() => void signOut()}>{t('signOut')}</Button>
    </>
  )
}

const isEverybodys = (one: DataClass) =>
  one === 'public' || one === 'reference' || one === 'session' || one === 'source' || one === 'basis'
