import { Button, Choice, Icon } from "@kangban/kit";
import { Radio, RadioGroup } from "react-aria-components";

import type { BodySiteView, ChoiceRow, Chrome } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { useSend } from "../parts/send";

/** The places that the figure has a region for; the style sheet says where. Any other stands in the list below. */
const REGIONS = new Set([
  "head",
  "throat",
  "neck",
  "chest",
  "shoulder",
  "belly-upper-right",
  "belly-upper",
  "navel",
  "belly-lower",
  "groin",
  "arm-right",
  "arm-left",
  "leg-right",
  "leg-left",
  "back-upper",
  "back-lower",
]);

/** Touch the place on the figure, or choose it from the list. Both are the same radios: one of them is shown. */
export function BodySite({ chrome, view }: { chrome: Chrome; view: BodySiteView }) {
  const { diary } = useSend();
  const choose = (value: string) => diary({ kind: "SiteChosen", value });
  const drawn = chrome.elders ? [] : view.places.filter((place) => REGIONS.has(place.id));
  const listed = view.places.filter((place) => !drawn.includes(place));
  const side = view.sides.findIndex((option) => option.chosen);
  return (
    <Frame chrome={chrome} place="BodySite">
      <Choice
        name={chrome.title}
        form="segments"
        options={view.sides}
        onChosen={(value) => diary({ kind: "SideChosen", value })}
      />
      {drawn.length > 0 ? (
        <Figure name={chrome.title} back={side === 1} places={drawn} onChosen={choose} />
      ) : null}
      {listed.length > 0 ? (
        <Choice name={chrome.title} form="rows" options={listed} onChosen={choose} />
      ) : null}
      <Button label={view.none} onPress={() => choose("")} />
    </Frame>
  );
}

function Figure(props: { name: string; back: boolean; places: ChoiceRow[]; onChosen: (id: string) => void }) {
  const chosen = props.places.find((place) => place.chosen)?.id ?? null;
  return (
    <RadioGroup
      className={`figure${props.back ? " from-behind" : ""}`}
      aria-label={props.name}
      value={chosen}
      onChange={props.onChosen}
    >
      {props.places.map((place) => (
        <Radio key={place.id} value={place.id} className={`region at-${place.id}`}>
          {place.chosen ? <Icon name="check" size="s" /> : null}
          <span>{place.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
