import { Button, Choice, ToggleRow } from "@kangban/kit";

import type { Chrome, SettingsView } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { SyncRow } from "../parts/Rows";
import { Switches } from "../parts/Switches";
import { useSend } from "../parts/send";

/** Me. */
export function Settings({ chrome, view }: { chrome: Chrome; view: SettingsView }) {
  const { settings } = useSend();
  return (
    <Frame chrome={chrome} place="Settings">
      <div className="card">
        <p className="row-title">{view.name}</p>
        <p className="detail">{view.hospital}</p>
      </div>
      <SyncRow line={view.sync} onPress={() => settings({ kind: "SyncPressed" })} />
      <div className="card flush">
        <ToggleRow option={view.elders} onToggled={() => settings({ kind: "EldersToggled" })} />
      </div>
      <Choice
        name={view.language_title}
        shown
        form="rows"
        options={view.languages}
        onChosen={(value) => settings({ kind: "LanguageChosen", value })}
      />
      <Choice
        name={view.theme_title}
        shown
        form="rows"
        options={view.themes}
        onChosen={(value) => settings({ kind: "ThemeChosen", value })}
      />
      <Switches title={view.device_title} rows={view.switches} />
      <div className="stack8">
        <Button label={view.lock} icon="lock" onPress={() => settings({ kind: "LockPressed" })} />
        <Button label={view.change_pin} icon="edit" onPress={() => settings({ kind: "ChangePinPressed" })} />
      </div>
      <p className="detail">{view.about}</p>
    </Frame>
  );
}
