#include "decide/Session.h"

#include "sql/SessionEffects.h"
#include "sql/Statements.h"

#include <algorithm>

namespace repool {

namespace {

constexpr unsigned MostSteps = 2000; ///< functions entered, each as often as it is called

class Prover {
public:
  Prover(const Handle &handle, const DriverSpec &driver, const ProgramFacts &program,
         const Schema &schema)
      : handle_(handle), dialect_(dialectNamed(driver.dialect)), program_(program),
        schema_(schema) {}

  SessionProof run() {
    follow(handle_.session, {});
    proof_.isStateless = executes_ && isStateless_;
    proof_.isReadOnly = proof_.isStateless && isReadOnly_;
    return std::move(proof_);
  }

private:
  using Texts = std::vector<BuiltText>;
  using Key = std::pair<std::string, unsigned>;

  std::string at(const Place &place) const {
    const std::string line = "line " + std::to_string(place.line);
    if (place.file == handle_.file)
      return line;
    return line + " of " + place.file.substr(place.file.rfind('/') + 1);
  }

  void say(std::string fact) {
    if (std::find(proof_.facts.begin(), proof_.facts.end(), fact) == proof_.facts.end())
      proof_.facts.push_back(std::move(fact));
  }

  void unproved(const std::string &what, const Place &place) {
    isStateless_ = false;
    say("session: " + what + " (" + at(place) + ")");
  }

  /// \p given are the texts that the parameters of the function have in this call.
  void follow(const SessionFacts &facts, const Texts &given) {
    for (const SessionTouch &touch : facts.touches)
      unproved(touch.what, touch.place);
    for (const ExecutedStatement &statement : facts.statements)
      execute(resolved(statement.text, given), statement.text.parameter >= 0, statement.place);
    for (const SessionCallee &callee : facts.callees)
      enter(callee, given);
  }

  static BuiltText resolved(const BuiltText &text, const Texts &given) {
    if (text.parameter < 0)
      return text;
    if (static_cast<std::size_t>(text.parameter) < given.size())
      return given[static_cast<std::size_t>(text.parameter)];
    return {.unknown = "it is given by the caller"};
  }

  void enter(const SessionCallee &callee, const Texts &given) {
    const Key key{callee.usr, callee.parameter};
    const auto it = program_.parameters.find(key);
    if (it == program_.parameters.end())
      return unproved("'" + callee.name + "' was not seen", callee.place);
    if (std::find(stack_.begin(), stack_.end(), key) != stack_.end())
      return unproved("'" + callee.name + "' calls itself", callee.place);
    if (++steps_ > MostSteps)
      return unproved("it is handed on too many times", callee.place);
    Texts texts;
    for (const BuiltText &text : callee.texts)
      texts.push_back(resolved(text, given));
    stack_.push_back(key);
    follow(it->second.session, texts);
    stack_.pop_back();
  }

  void execute(const BuiltText &text, bool isGiven, const Place &place) {
    executes_ = true;
    if (!text.text)
      return unproved("a statement is not known: " +
                          (text.parameter >= 0 ? "it is given by the caller" : text.unknown),
                      place);
    if (isGiven)
      for (const SessionEffect effect : sessionEffects(*text.text))
        proof_.hazards.push_back(
            {reasonOf(effect).code, "'" + handle_.name + "' " + reasonOf(effect).what, "", place});
    for (const Statement &statement : readStatements(dialect_, *text.text, schema_))
      judge(statement, place);
  }

  void judge(const Statement &statement, const Place &place) {
    isReadOnly_ = isReadOnly_ && statement.isReadOnly();
    if (!statement.unknown.empty())
      return unproved(statement.kind + " is not known: " + statement.unknown, place);
    std::string states;
    for (const std::string &state : statement.state)
      states += (states.empty() ? "" : ", ") + state;
    if (!states.empty())
      return unproved(statement.kind + " " + states, place);
    say("session: " + statement.kind + " leaves nothing" +
        (statement.writes ? "" : " and writes nothing") + " (" + at(place) + ")");
  }

  const Handle &handle_;
  Dialect dialect_;
  const ProgramFacts &program_;
  const Schema &schema_;
  SessionProof proof_;
  std::vector<Key> stack_;
  unsigned steps_ = 0;
  bool executes_ = false;
  bool isStateless_ = true;
  bool isReadOnly_ = true;
};

} // namespace

SessionProof proveSession(const Handle &handle, const DriverSpec &driver,
                          const ProgramFacts &program, const Schema &schema) {
  return Prover(handle, driver, program, schema).run();
}

} // namespace repool
