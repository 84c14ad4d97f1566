export { PANEL_BACKGROUND, RANK_COLOURS, rankColour, type Theme } from './rank-colour';
