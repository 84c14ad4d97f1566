export { PANEL_BACKGROUND, RANK_COLOURS, rankColour, type Theme } from './rank-colour';
export { applyTheme, onSystemTheme, resolvedTheme } from './apply-theme';
export { useTheme } from './use-theme';
export { Icon, type IconName } from './icon';
export { Menu, type MenuItem } from './menu';
export { Dialog } from './dialog';
export { Ask, ask } from './ask';
