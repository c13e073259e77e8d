import type { Page } from '@playwright/test'
import { ask, expect, signInAs, test } from './journey'

type Language = 'en' | 'ru' | 'kk'

/** What a demo user sees: the navigation in its order, and a page with a text of it that says what the role sees. */
interface Role {
  readonly language: Language
  readonly navigation: readonly string[]
  readonly page: string
  readonly sees: RegExp
  /** A page that a link opens in vain. */
  readonly refused?: string
}

const all = { en: 'all towns', ru: 'все города', kk: 'барлық қала' }
const refusal = {
  en: 'Your role does not see this page',
  ru: 'Ваша роль не видит эту страницу',
  kk: 'Рөліңіз бұл бетті көрмейді',
}
const who = { en: 'Signed in', ru: 'Выполнен вход', kk: 'Кірген пайдаланушы' }

const roles: Readonly<Record<string, Role>> = {
  operator: {
    language: 'ru',
    navigation: [
      'Карта происшествий',
      'Сейчас',
      'Анализ',
      'Происшествия',
      'Показатели',
      'Городское хозяйство',
      'Устройства',
    ],
    page: '/incidents',
    sees: /Ваша роль видит только открытые происшествия/,
    refused: '/ingest-status',
  },
  supervisor: {
    language: 'en',
    navigation: ['Crime map', 'Live', 'Analyses', 'Rules', 'Incidents', 'Key figures', 'Upkeep', 'Devices', 'Ingest'],
    page: '/ingest-status',
    sees: /Ways in/,
    refused: '/access-log',
  },
  unit: {
    language: 'kk',
    navigation: ['Менің жасағым', 'Қазір', 'Талдау', 'Оқиғалар'],
    page: '/incidents',
    sees: /Рөліңіз тек ашық оқиғаларды көреді/,
    refused: '/kpis',
  },
  analyst: {
    language: 'ru',
    navigation: [
      'Карта происшествий',
      'Анализ',
      'Правила',
      'Происшествия',
      'Показатели',
      'Городское хозяйство',
      'Устройства',
    ],
    page: '/incidents',
    sees: /Реестр происшествий/,
    refused: '/access-log',
  },
  investigator: {
    language: 'kk',
    navigation: [
      'Оқиғалар картасы',
      'Қазір',
      'Талдау',
      'Ережелер',
      'Оқиғалар',
      'Істер',
      'Көрсеткіштер',
      'Қала шаруашылығы',
      'Құрылғылар',
    ],
    page: '/incidents',
    sees: /Іздеу/,
    refused: '/administration',
  },
  akimat: {
    language: 'kk',
    navigation: ['Көрсеткіштер', 'Қала шаруашылығы'],
    page: '/kpis',
    sees: /Сандар 5 санына еселі/,
    refused: '/crime-map',
  },
  utility: {
    language: 'kk',
    navigation: ['Қала шаруашылығы'],
    page: '/upkeep',
    sees: /Қала шаруашылығын күтіп-ұстау/,
    refused: '/kpis',
  },
  auditor: {
    language: 'ru',
    navigation: ['Журнал доступа'],
    page: '/access-log',
    sees: /Кто/,
    refused: '/incidents',
  },
  administrator: {
    language: 'en',
    navigation: ['Devices', 'Ingest', 'Administration'],
    page: '/administration',
    sees: /Devices' keys/,
    refused: '/incidents',
  },
}

const speak = (page: Page, language: Language) =>
  page.addInitScript((chosen) => localStorage.setItem('language', chosen), language)

for (const [user, role] of Object.entries(roles))
  test(`${user}: the pages show what the role sees, in ${role.language}`, async ({ page }) => {
    const { language } = role
    await speak(page, language)
    await signInAs(page, user)
    await page.goto(role.page)
    const links = page.getByRole('banner').getByRole('navigation').getByRole('link')
    await expect(links).toHaveText([...role.navigation])
    await expect(page.getByRole('main')).toContainText(role.sees)
    await expect(page.locator('main [data-loading]')).toHaveCount(0)
    await expect(page.getByRole('banner').getByRole('button', { name: new RegExp(who[language]) })).toBeVisible()
    if (role.refused === undefined) return
    await page.goto(role.refused)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(refusal[language])
  })

test('who signs in chooses a demo user, comes to the page that was wanted, and signs out', async ({ page }) => {
  await page.context().clearCookies()
  await page.goto('/incidents?status=OPEN')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.locator('[data-demo-user=supervisor]').click()
  await expect(page).toHaveURL(/\/incidents\?status=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Incident register')
  await page.locator('[data-who]').click()
  const card = page.getByRole('dialog')
  await expect(card).toContainText(`Supervisor: ${all.en}`)
  await card.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  const { me } = await ask<{ me: { may: string[] } }>('{ me { may } }')
  expect(me.may).toContain('row')
})

test('a session that ends loses nothing that was typed, and asks again what was not answered', async ({
  page,
  expectsSignOut,
}) => {
  await signInAs(page, 'supervisor')
  await page.goto('/incidents')
  await expect(page.locator('main [data-loading]')).toHaveCount(0)
  const district = page.getByLabel('District')
  await district.fill('Nowhere')
  expectsSignOut.value = true
  await page.context().clearCookies()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog', { name: 'Your session has ended' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Sign in as Demo supervisor' }).click()
  await expect(dialog).toBeHidden()
  await expect(district).toHaveValue('Nowhere')
  await district.press('Enter')
  await expect(page.getByRole('main')).toContainText('No incidents')
})
