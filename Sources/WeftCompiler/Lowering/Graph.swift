/// The strongly connected components of a graph, each after all that it points to (Tarjan 1972).
///
/// Vertices are 0..<edges.count; the vertices of a component stand in ascending order. Without recursion, so that a chain of
/// a hundred thousand definitions is not a hundred thousand stack frames.
func stronglyConnectedComponents(_ edges: [[Int]]) -> [[Int]] {
  var search = ComponentSearch(edges: edges)
  for vertex in edges.indices where search.index[vertex] == nil { search.visit(vertex) }
  return search.components
}

private struct ComponentSearch {
  let edges: [[Int]]
  /// The order in which vertices were first seen.
  var index: [Int?]
  /// The earliest vertex on the stack that is known to be reachable.
  var low: [Int]
  var isOnStack: [Bool]
  var stack: [Int] = []
  var components: [[Int]] = []
  var seen = 0

  init(edges: [[Int]]) {
    self.edges = edges
    index = Array(repeating: nil, count: edges.count)
    low = Array(repeating: 0, count: edges.count)
    isOnStack = Array(repeating: false, count: edges.count)
  }

  mutating func visit(_ root: Int) {
    var path = [(vertex: root, next: 0)]
    enter(root)
    while let (vertex, next) = path.last {
      if next < edges[vertex].count {
        path[path.count - 1].next += 1
        let target = edges[vertex][next]
        if let seen = index[target] {
          if isOnStack[target] { low[vertex] = min(low[vertex], seen) }
        } else {
          enter(target)
          path.append((target, 0))
        }
        continue
      }
      path.removeLast()
      if let parent = path.last?.vertex { low[parent] = min(low[parent], low[vertex]) }
      if low[vertex] == index[vertex] { close(vertex) }
    }
  }

  private mutating func enter(_ vertex: Int) {
    index[vertex] = seen
    low[vertex] = seen
    seen += 1
    stack.append(vertex)
    isOnStack[vertex] = true
  }

  /// `root` is the first vertex of a component: all above it on the stack belongs to it.
  private mutating func close(_ root: Int) {
    var component: [Int] = []
    while let vertex = stack.popLast() {
      isOnStack[vertex] = false
      component.append(vertex)
      if vertex == root { break }
    }
    components.append(component.sorted())
  }
}
