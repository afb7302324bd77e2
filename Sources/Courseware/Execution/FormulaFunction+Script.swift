import Formula
import Numerics
import Script

extension External {
  /// A definition as blocks see it.
  init(_ function: FormulaFunction) {
    self.init(
      name: function.name, parameters: function.parameters.map(\.name),
      isPositional: function.isPositional,
      evaluate: { arguments in
        switch function.value(arguments.map(FormulaFunction.Grid.init)) {
        case .failure(let obstacle): .failure(obstacle.message)
        case .success(let value) where value.form == .scalar: .number(value.grid.entries[0])
        case .success(let value):
          .array(NumericArray(value.grid, isVector: value.form == .vector))
        }
      },
      pullback: { arguments, cotangent in
        let grids = arguments.map(FormulaFunction.Grid.init)
        return function.pullback(grids, cotangent.elements)?.enumerated().map { number, grid in
          NumericArray(grid, isVector: arguments[number].isVector)
        }
      })
  }
}

extension FormulaFunction.Grid {
  init(_ array: NumericArray) {
    self.init(rows: array.rows, columns: array.columns, entries: array.elements)
  }
}

extension NumericArray {
  convenience init(_ grid: FormulaFunction.Grid, isVector: Bool) {
    if isVector {
      self.init(grid.entries)
    } else {
      self.init(rows: grid.rows, columns: grid.columns, grid.entries)
    }
  }
}
