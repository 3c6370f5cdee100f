import { useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  Radio,
  RadioGroup,
  TextField,
} from "react-aria-components";

import type { AnchorDay } from "../api/hospital";
import { useAct } from "../app/act";
import { useDesk } from "../app/desk";
import { type AnchorKind, type Pathway, type Preview, readPreview } from "../fhir/pathway";
import { concept, millis } from "../fhir/read";
import type { Procedure } from "../fhir/types";
import type { Chart } from "../live/chart";
import { useStore } from "../live/store";
import { day } from "../text/time";
import { useText } from "../text/use";
import { identity } from "../text/words";
import { Icon } from "../ui/icon";
import { TroubleNote, Waiting } from "../ui/parts";
import { windowWords } from "./forms";

/** Puts a patient on a pathway: which, from which day, and on which days it will ask, before anything is done. */
export function StartPathway({ chart, now }: { chart: Chart; now: number }) {
  const { t } = useText();
  const desk = useDesk();
  return (
    <DialogTrigger
      onOpenChange={(open) => {
        if (open) void desk.pathways.load();
      }}
    >
      <Button className="btn">
        <Icon name="flag" />
        {t("pathway-open")}
      </Button>
      <ModalOverlay className="scrim" isDismissable>
        <Modal className="sheet">
          <Dialog>{({ close }) => <PathwaySheet chart={chart} now={now} close={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

/** Operations that are planned or done, which a pathway can count from. */
function operations(procedures: Procedure[]): { id: string; at: number; what: ReturnType<typeof concept> }[] {
  const live = procedures.filter((one) => one.status !== "not-done" && one.status !== "entered-in-error");
  const dated = live.flatMap((one) => {
    const at = millis(one.performedDateTime ?? one.performedPeriod?.start);
    return one.id === undefined || at === null ? [] : [{ id: one.id, at, what: concept(one.code) }];
  });
  return dated.sort((one, other) => other.at - one.at);
}

function today(now: number): string {
  const date = new Date(now);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

const OTHER_DAY = "day";

function PathwaySheet({ chart, now, close }: { chart: Chart; now: number; close: () => void }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const { value: pathways, trouble } = useStore(desk.pathways.store);
  const patient = chart.person.id ?? "";
  const choices = operations(chart.procedures);
  const [chosen, setChosen] = useState<Pathway | null>(null);
  const [from, setFrom] = useState(choices[0]?.id ?? OTHER_DAY);
  const [date, setDate] = useState(today(now));
  const [preview, setPreview] = useState<Preview | null>(null);
  const [done, setDone] = useState(false);

  const asksForOperation = chosen?.anchor === "procedure" && choices.length > 0;
  const anchor: AnchorDay =
    asksForOperation && from !== OTHER_DAY ? { of: `Procedure/${from}` } : { day: date };
  const show = useAct(async () => {
    if (chosen === null) return;
    setPreview(readPreview(await desk.hospital.previewPathway(chosen.id, patient, anchor), now));
  });
  const start = useAct(async () => {
    if (chosen === null) return;
    await desk.hospital.startPathway(chosen.id, patient, anchor);
    setDone(true);
    void desk.chart(patient).load();
  });
  // What was shown is for another choice then.
  const changed = (): void => {
    setPreview(null);
    show.clear();
    start.clear();
  };
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(date);
  return (
    <div className="sheet-in pathway">
      <Heading slot="title">{t("pathway-title")}</Heading>
      <p>{t("pathway-who", { who: identity(text, chart.person, now) })}</p>
      {pathways === null && trouble === null && <Waiting />}
      {trouble && <TroubleNote trouble={trouble} again={() => void desk.pathways.load()} />}
      {!done && pathways && (
        <RadioGroup
          value={chosen?.id ?? ""}
          onChange={(id) => {
            setChosen(pathways.find((one) => one.id === id) ?? null);
            changed();
          }}
        >
          <Label>{t("pathway-which")}</Label>
          {pathways.map((one) => (
            <Radio key={one.id} value={one.id} className="radio">
              <span className="ring" aria-hidden="true" />
              <span>
                <b>{text.of(one.title)}</b>
                <span className="m"> {text.of(one.description)}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
      )}
      {!done && asksForOperation && (
        <RadioGroup
          value={from}
          onChange={(id) => {
            setFrom(id);
            changed();
          }}
        >
          <Label>{t("pathway-operation")}</Label>
          {choices.map((one) => (
            <Radio key={one.id} value={one.id} className="radio">
              <span className="ring" aria-hidden="true" />
              {t("pathway-operation-on", { what: text.of(one.what), date: day(text, one.at, now) })}
            </Radio>
          ))}
          <Radio value={OTHER_DAY} className="radio">
            <span className="ring" aria-hidden="true" />
            {t("pathway-other-day")}
          </Radio>
        </RadioGroup>
      )}
      {!done && chosen && (!asksForOperation || from === OTHER_DAY) && (
        <TextField
          value={date}
          type="date"
          onChange={(value) => {
            setDate(value);
            changed();
          }}
        >
          <Label>{anchorWords(t, chosen.anchor)}</Label>
          <Input />
        </TextField>
      )}
      {preview && !done && <PreviewList preview={preview} now={now} />}
      <div role="status">{done && <p className="row"><Icon name="good" />{t("pathway-done")}</p>}</div>
      {show.trouble && <TroubleNote trouble={show.trouble} />}
      {start.trouble && <TroubleNote trouble={start.trouble} />}
      <div className="row">
        {!done && preview === null && (
          <Button
            className="btn pri lg"
            isDisabled={chosen === null || !whole}
            onPress={() => void show.run()}
            data-pending={show.busy || undefined}
          >
            {t("pathway-show")}
          </Button>
        )}
        {!done && preview && preview.requests.length > 0 && (
          <Button className="btn pri lg" onPress={() => void start.run()} data-pending={start.busy || undefined}>
            <Icon name="check" />
            {t("pathway-start")}
          </Button>
        )}
        <Button className="btn lg" onPress={close}>
          {t("act-close-sheet")}
        </Button>
      </div>
    </div>
  );
}

function anchorWords(t: ReturnType<typeof useText>["t"], anchor: AnchorKind): string {
  return t("pathway-anchor", { anchor });
}

function PreviewList({ preview, now }: { preview: Preview; now: number }) {
  const text = useText();
  const { t } = text;
  return (
    <section aria-label={t("pathway-days")}>
      <p className="m">{t("pathway-days-count", { count: preview.requests.length })}</p>
      {preview.missing > 0 && (
        <p className="row caution">
          <Icon name="caution" />
          {t("pathway-missing", { count: preview.missing })}
        </p>
      )}
      <ul className="requests days">
        {preview.requests.map((request) => (
          <li key={request.id}>
            <p>
              <b>{text.of(request.title)}</b>
            </p>
            <p className="m">{windowWords(text, request, now)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
