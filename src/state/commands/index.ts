export { startPage, leavePage, tellUnkept, tellProblem } from './start';
export { typeCommand, runCommand, stopRun, sendInput, clearOutput, copyOutput, downloadOutput, downloadFigure, prepareRanks } from './run';
export { showRun } from '../run/run-history';
export {
  editFile, newFile, renameFile, removeFiles, resetFile, addFiles, openFile, openLine, projectPath, closeTab, downloadFile, downloadAll, setCommand,
} from './files';
export {
  openProject, newProject, duplicateProject, renameProject, removeProject, importZip, openFragment, acceptArrival,
} from './projects';
export { projectLink, copyText, downloadLink, LONG_LINK, VERY_LONG_LINK, type Link } from './share';
export { setEagerLimit, setBuffering, setPage, setVariables } from './settings';
export { loadLessons, selectLesson, loadProgram, resetExercise, checkExercise, stopCheck, openHints, showSolution } from './lessons';
export { saveTrace, exportRun, savePicture, shownTitle, openTrace, openRunLine, TRACE_ENDING } from './traces';
