import { Button, Icon } from "@kangban/kit";
import type { CSSProperties } from "react";

import type { FormControl } from "../../generated/types/types";
import { Calls } from "../Calls";
import { useSend } from "../send";
import { Answer } from "./Answer";
import { Rich, RichLine } from "./Rich";

/** The id of a control's box: the focus goes there when the core says so. */
export function controlId(path: string): string {
  return `form-${path}`;
}

/** What names a control and what explains it. */
export interface Ids {
  label: string;
  /** Help and what is wrong; empty when there is neither. */
  about: string;
}

/** One control of a form with its question, its help and what is wrong. */
export function Control({ control }: { control: FormControl }) {
  const { forms } = useSend();
  const { path, kind, level } = control;
  const id = controlId(path);
  const ids: Ids = { label: `${id}-label`, about: `${id}-about` };
  const style = { "--level": level } as CSSProperties;
  switch (kind.kind) {
    case "Heading":
      return (
        <div id={id} className="form-heading" style={style} tabIndex={-1}>
          <h2>
            <Prefix text={control.prefix} />
            <RichLine blocks={control.label} />
          </h2>
          <About control={control} id={ids.about} />
          <Buttons control={control} />
        </div>
      );
    case "Display":
    case "Help":
      return (
        <div
          id={id}
          className={kind.kind === "Help" ? "form-help" : "form-display"}
          style={style}
          tabIndex={-1}
        >
          <Rich blocks={control.label} />
          <About control={control} id={ids.about} />
        </div>
      );
    case "Calls":
      return (
        <div id={id} className="card role-urgent stack12" style={style} tabIndex={-1}>
          <div>
            <Rich blocks={control.label} />
          </div>
          <About control={control} id={ids.about} />
          <Calls calls={control.calls} open />
        </div>
      );
    case "AddInstance":
      return (
        <div style={style} className="form-add">
          <Button label={control.add} icon="plus" onPress={() => forms({ kind: "AddPressed", value: path })} />
        </div>
      );
    default:
      return (
        <div
          id={id}
          className={`form-question${level > 0 ? " nested" : ""}`}
          style={style}
          tabIndex={-1}
        >
          {kind.kind === "Scale" ? null : (
            <>
              <Question control={control} id={ids.label} />
              <About control={control} id={ids.about} />
            </>
          )}
          {control.as_last ? (
            <Button
              icon="refresh"
              label={control.as_last.label}
              detail={control.as_last.detail}
              onPress={() => forms({ kind: "AsLastPressed", value: path })}
            />
          ) : null}
          <Answer control={control} ids={ids} />
          {kind.kind === "Scale" ? <About control={control} id={ids.about} /> : null}
          {control.known ? (
            <p className="mark">
              <Icon name="info" size="s" />
              <span>{control.known}</span>
            </p>
          ) : null}
          <Buttons control={control} />
        </div>
      );
  }
}

function Prefix({ text }: { text: string }) {
  return text ? <span className="form-prefix">{text} </span> : null;
}

function Question({ control, id }: { control: FormControl; id: string }) {
  return (
    <p id={id} className="question">
      <Prefix text={control.prefix} />
      <RichLine blocks={control.label} />
      {control.required ? <span className="detail form-required"> {control.required}</span> : null}
    </p>
  );
}

/** Help, a picture, where to read more, and what is wrong: read out with the control. */
function About({ control, id }: { control: FormControl; id: string }) {
  return (
    <div id={id} className="form-about">
      {control.help.length > 0 ? (
        <div className="detail">
          <Rich blocks={control.help} />
        </div>
      ) : null}
      {control.media ? <Media media={control.media} /> : null}
      {control.links.map((link) => (
        <p key={link.url}>
          <a href={link.url} target="_blank" rel="noopener noreferrer">
            {link.label}
          </a>
        </p>
      ))}
      {control.error ? (
        <p className="wrong">
          <Icon name="warning" size="s" />
          <span>{control.error}</span>
        </p>
      ) : null}
    </div>
  );
}

function Media({ media }: { media: NonNullable<FormControl["media"]> }) {
  const { mime, url, alt } = media;
  if (mime.startsWith("audio/")) return <audio controls src={url} aria-label={alt} />;
  if (mime.startsWith("video/")) return <video className="photo" controls src={url} aria-label={alt} />;
  return <img className="photo" src={url} alt={alt} />;
}

function Buttons({ control }: { control: FormControl }) {
  const { forms } = useSend();
  const { path } = control;
  const asked = control.kind.kind !== "AddInstance" && control.kind.kind !== "Heading";
  return (
    <>
      {asked && control.clear ? (
        <Button kind="text" label={control.clear} onPress={() => forms({ kind: "Cleared", value: path })} />
      ) : null}
      {control.add ? (
        <Button icon="plus" label={control.add} onPress={() => forms({ kind: "AddPressed", value: path })} />
      ) : null}
      {control.remove ? (
        <Button
          kind="text"
          icon="close"
          label={control.remove}
          onPress={() => forms({ kind: "RemovePressed", value: path })}
        />
      ) : null}
    </>
  );
}
