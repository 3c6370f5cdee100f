/** The components that both pages use. */
export { Button, IconButton, type ButtonKind } from "./Button";
export { Checks, Choice, ToggleRow, type ChoiceForm, type Option } from "./Choice";
export { DataTable } from "./DataTable";
export { Icon } from "./Icon";
export { iconNames, strokes, type IconName } from "./icons";
export { Scale0to10, type ScaleBand } from "./Scale";
export { Sheet } from "./Sheet";
export { Range } from "./Range";
export { TextEntry, type EntryField, type EntryType } from "./TextEntry";
export { TrendChart, type ChartLimit, type ChartPoint } from "./TrendChart";
export { useDraft, type Draft } from "./useDraft";
