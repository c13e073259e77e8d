import { chooseLanguage, languageNames, languages } from '@shared/i18n/i18n'
import { useLanguage } from '@shared/i18n/useLanguage'
import { chooseTheme, themes, useTheme } from '@shared/theme/theme'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'

const shortNames = { kk: 'Қаз', ru: 'Рус', en: 'Eng' }
const signs = { system: '◐', light: '☀', dark: '☾' }

export function LanguageSwitch() {
  const { t } = useTranslation('app')
  return (
    <Toggle
      label={t('language')}
      value={useLanguage()}
      options={languages.map((language) => ({
        value: language,
        content: shortNames[language],
        label: languageNames[language],
      }))}
      onChange={(language) => void chooseLanguage(language)}
    />
  )
}

export function ThemeSwitch() {
  const { t } = useTranslation('app')
  return (
    <Toggle
      label={t('theme')}
      value={useTheme()}
      options={themes.map((theme) => ({
        value: theme,
        content: <span aria-hidden="true">{signs[theme]}</span>,
        label: t(`themes.${theme}`),
      }))}
      onChange={chooseTheme}
    />
  )
}
