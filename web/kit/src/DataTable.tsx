/** The same numbers as a chart, newest first. */
export function DataTable(props: { caption: string; headings: string[]; rows: { cells: string[] }[] }) {
  return (
    <div className="table-scroll">
      <table className="data">
        <caption className="vh">{props.caption}</caption>
        <thead>
          <tr>
            {props.headings.map((heading, i) => (
              <th key={i} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, i) => (
            <tr key={i}>
              {row.cells.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
