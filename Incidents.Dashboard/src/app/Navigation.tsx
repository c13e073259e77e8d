import { isShown } from '@shared/routing/feature'
import { useSession } from '@shared/session/session'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { features } from './features'
import styles from './Navigation.module.css'

/** A feature's own catalogue says what it is called: `name`. */
export function Navigation() {
  const { t } = useTranslation('app')
  const signedIn = useSession()
  const { t: names } = useTranslation(features.map((feature) => feature.name))
  return (
    <nav className={styles['navigation']} aria-label={t('navigation')}>
      <ul>
        {features
          .filter((feature) => isShown(feature, signedIn))
          .map(({ name, path, icon: Icon }) => (
            <li key={name}>
              <Link to={path} activeOptions={{ exact: false, includeSearch: false }}>
                <Icon />
                {names(`${name}:name`)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}
