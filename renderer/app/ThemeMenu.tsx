import { Monitor, Moon, Sun } from 'lucide-react'
import { setTheme, type Theme, useTheme } from '../state/theme.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuChoice } from '../ui/Menu.tsx'

const CHOICES: readonly { value: Theme; label: string; icon: React.ReactNode }[] = [
  { value: 'system', label: 'As the system', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
]

export function ThemeMenu() {
  const theme = useTheme(state => state.theme)
  const icon = CHOICES.find(choice => choice.value === theme)?.icon
  return (
    <Menu align="end" trigger={<IconButton label="Theme" icon={icon} />}>
      <MenuChoice label="Theme" value={theme} onChange={setTheme} choices={CHOICES} />
    </Menu>
  )
}
