import { classes } from '@shared/ui/classes'
import panel from '@shared/ui/Panel.module.css'
import { compact } from '@shared/routing/search'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mayAny } from '@shared/session/may'
import { useSession } from '@shared/session/session'
import { analyses, needsOf, type Analysis } from './analyses'
import type { AnalysesSearch } from './search'
import styles from './AnalysisNav.module.css'

interface Props {
  readonly analysis: Analysis
  readonly search: AnalysesSearch
}

/** All analyses, each with the question that it answers. Town, categories and day of knowledge go with the reader. */
export function AnalysisNav({ analysis, search }: Props) {
  const { t } = useTranslation('analyses')
  const { may } = useSession()
  const { city, category, measure, knownAt } = search
  return (
    <nav className={classes(panel['panel'], styles['nav'])} aria-label={t('title')}>
      <ul>
        {analyses
          .filter((name) => mayAny(may, needsOf(name)))
          .map((name) => (
            <li key={name}>
              <Link
                to="/analyses"
                search={compact({ analysis: name, city, category, measure, knownAt })}
                aria-current={name === analysis ? 'page' : undefined}
              >
                {t(`names.${name}`)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}
