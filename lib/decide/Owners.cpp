#include "decide/Owners.h"

#include "model/Reasons.h"

#include <algorithm>

namespace repool {

namespace {

bool isHandOver(const Problem &hazard, const std::vector<HandOver> &handOvers) {
  return (hazard.code == "RP201" || hazard.code == "RP202" || hazard.code == "RP203") &&
         std::any_of(handOvers.begin(), handOvers.end(),
                     [&](const HandOver &to) { return to.place == hazard.place; });
}

/// Something that repool did not see opened may be in the variable.
bool mayHoldOthers(const Handle &handle) {
  return std::any_of(handle.hazards.begin(), handle.hazards.end(), [](const Problem &hazard) {
    return hazard.code == "RP209" || hazard.code == "RP402" || hazard.code == "RP208" ||
           hazard.code == "RP408";
  });
}

std::string unqualified(const std::string &name) {
  const std::size_t colon = name.rfind("::");
  return colon == std::string::npos ? name : name.substr(colon + 2);
}

std::string at(const Place &place) {
  const std::size_t slash = place.file.rfind('/');
  return place.file.substr(slash == std::string::npos ? 0 : slash + 1) + ":" +
         std::to_string(place.line);
}

class Walk {
public:
  Walk(const Handle &root, const DriverSpec &driver, const ProgramFacts &program)
      : root_(root), driver_(driver), program_(program),
        endsItself_(root.shape != OwnerShape::None),
        changesType_(root.shape == OwnerShape::Value || root.shape == OwnerShape::Unique) {}

  OwnedHandle run() {
    judge(root_, CodeMeaning::Nothing);
    do {
      while (!work_.empty() && !out_.against) {
        const Step step = std::move(work_.back());
        work_.pop_back();
        if (step.to.kind == HolderKind::Field)
          field(step);
        else
          receivers(step);
      }
    } while (!out_.against && changesType_ && otherOpens());
    if (!out_.against)
      lifetime();
    if (!out_.against && changesType_)
      collectTypes();
    if (!out_.against && isEndedByCalls(root_.shape))
      collectCloses();
    return std::move(out_);
  }

private:
  struct Step {
    HandOver to;
    CodeMeaning code = CodeMeaning::Nothing; ///< of the function that hands over
    bool lent = false; ///< an object goes on owning it: `PGconn *raw() { return conn_; }`
  };

  void against(Problem problem) {
    if (!out_.against)
      out_.against = std::move(problem);
  }

  Problem problem(const char *code, std::string message) const {
    return {code, std::move(message), "", root_.opens.front().place};
  }

  void follow(const HandOver &to, CodeMeaning code, bool lent = false) {
    if (!visited_.insert(to.holder).second)
      return;
    const std::string name = unqualified(to.name);
    out_.names.push_back(name);
    out_.chain.push_back(at(to.place) + ": " +
                         (to.kind == HolderKind::Field ? "stored in '"
                          : lent                       ? "lent by '"
                                                       : "handed out by '") +
                         to.name + "'");
    work_.push_back({to, code, lent});
  }

  /// Each hazard that is not followed, each path that leaks, and where the handle goes on to.
  /// \p code: what the value of the function that it came from means.
  void judge(const Handle &handle, CodeMeaning code, bool lent = false) {
    const std::string where =
        &handle == &root_ || handle.function.empty() ? "" : "in '" + handle.function + "' ";
    auto refuse = [&](const Problem &p) {
      Problem copy = p;
      copy.message = where + copy.message;
      const Reason *row = findReason(p.code);
      if (!where.empty() && row && row->verdict == Verdict::Kept)
        copy.code = "RP220"; // what one receiver needs is no reason to keep it for all
      against(std::move(copy));
    };
    for (const Problem &hazard : handle.hazards)
      if (!isHandOver(hazard, handle.handOvers))
        return refuse(hazard);
    Premises premises;
    for (const Passed &passed : handle.passed)
      if (!judgePassed(passed, &premises))
        return;
    const FlowVariant *variant = variantOf(handle, code, premises);
    if (!premises.empty() && !variant)
      return against(problem("RP207", where + "more functions of other units may end it than " +
                                          "repool follows at once"));
    if (variant)
      for (const Problem &hazard : variant->hazards)
        return refuse(hazard);
    for (const Problem &leak : variant ? variant->against : handle.againstPair)
      if (!lent)
        return refuse(leak);
    for (const HandOver &to : handle.handOvers)
      follow(to, handle.code, lent);
  }

  /// What the flow of a unit does not know of the functions of other units: by callee.
  using Premises = std::map<std::pair<std::string, unsigned>, CalleePremise>;

  /// What the flow of the unit does not know of the callee goes to \p premises; null: the handle
  /// was handed on by another function, whose own flow did not know of it either.
  bool judgePassed(const Passed &passed, Premises *premises) {
    auto it = program_.parameters.find({passed.usr, passed.parameter});
    if (it == program_.parameters.end()) {
      against({"RP206", "it is passed to '" + passed.callee + "', whose body was not seen", "",
               passed.place});
      return false;
    }
    const ParameterFact &fact = it->second;
    if (!passed.followed && premises && (fact.neverReturns || fact.closing == Closing::Always))
      premises->insert(
          {{passed.usr, passed.parameter}, {passed.usr, passed.parameter, !fact.neverReturns}});
    if (!passedTo_.insert({passed.usr, passed.parameter, passed.place}).second)
      return true;
    for (const Problem &hazard : fact.hazards)
      if (!isHandOver(hazard, fact.handOvers)) {
        against(hazard);
        return false;
      }
    if (!passed.followed && !fact.neverReturns &&
        (fact.closing == Closing::Sometimes || (fact.closing == Closing::Always && !premises))) {
      against(problem("RP207",
                      "'" + fact.function + "' closes it" +
                          (fact.closing == Closing::Sometimes ? " on some of its paths" : "")));
      return false;
    }
    for (const HandOver &to : fact.handOvers)
      follow(to, CodeMeaning::Nothing);
    return std::all_of(fact.passed.begin(), fact.passed.end(),
                       [&](const Passed &p) { return judgePassed(p, nullptr); });
  }

  static const FlowVariant *variantOf(const Handle &handle, CodeMeaning code,
                                      const Premises &premises) {
    const bool byArgument = !handle.sources.empty();
    auto find = [&](std::optional<CodeMeaning> meaning) -> const FlowVariant * {
      for (const FlowVariant &variant : handle.variants)
        if ((!meaning || variant.code == *meaning) &&
            std::equal(variant.callees.begin(), variant.callees.end(), premises.begin(),
                       premises.end(),
                       [](const CalleePremise &a, const auto &b) { return a == b.second; }))
          return &variant;
      return nullptr;
    };
    const FlowVariant *variant = find(byArgument ? std::optional(code) : std::nullopt);
    if (!variant && byArgument && !premises.empty()) // of a result, which has no code
      variant = find(CodeMeaning::Nothing);
    return variant;
  }

  void receivers(const Step &step) {
    for (const HolderMention &mention : program_.named)
      if (mention.holder == step.to.holder)
        return against(
            {"RP224",
             "'" + step.to.name + "' is named without being called at " + at(mention.place), "",
             root_.opens.front().place});
    bool any = false;
    for (const Handle &handle : program_.received)
      if (std::find(handle.sources.begin(), handle.sources.end(), step.to.holder) !=
          handle.sources.end()) {
        any = true;
        receiver(handle, step);
        if (out_.against)
          return;
      }
    if (!any && !step.lent)
      against(problem("RP221", "no caller of '" + step.to.name + "' was seen"));
  }

  void receiver(const Handle &handle, const Step &step) {
    received_.insert(&handle);
    const Place &place = handle.opens.front().place;
    const std::string who =
        handle.function.empty() ? "an initialiser" : "'" + handle.function + "'";
    const std::string line = at(place) + ": received by " + who;
    switch (handle.kind) {
    case HandleKind::Global:
      out_.chain.push_back(line + ", for the life of the program");
      keep("RP102", who + " stores it in " + handle.name);
      return;
    case HandleKind::LocalPointer:
      break;
    case HandleKind::LocalObject:
    case HandleKind::LocalOwner:
      if (handle.shape == root_.shape)
        break;
      return against(cannotFollow(who, step.to.name, place));
    case HandleKind::Returned:
    case HandleKind::OutParameter:
    case HandleKind::Member:
      if (!handle.handOvers.empty())
        break;
      [[fallthrough]];
    case HandleKind::Heap:
    case HandleKind::Temporary:
    case HandleKind::Unknown:
      return against(cannotFollow(who, step.to.name, place));
    }
    if (changesType_)
      out_.members.push_back(&handle);
    if (handle.handOvers.empty() && !step.lent) {
      const bool inLoop = std::any_of(handle.opens.begin(), handle.opens.end(),
                                      [](const Open &open) { return open.inLoop; });
      const bool once = handle.inMain && !inLoop;
      if (once)
        keep("RP101", who + " opens it once, at " + at(place));
      else
        request_ = who;
      out_.chain.push_back(line + (once ? ", once" : ", per call"));
    }
    judge(handle, step.code, step.lent);
  }

  Problem cannotFollow(const std::string &who, const std::string &holder,
                       const Place &place) const {
    return problem("RP222", who + " does with what '" + holder +
                                "' hands out something that repool cannot follow (" + at(place) +
                                ")");
  }

  /// True if something else fills what this one does: its type changes too, so it changes with it.
  bool otherOpens() {
    bool any = false;
    for (const Handle &handle : program_.handles) {
      const bool fills =
          std::any_of(handle.handOvers.begin(), handle.handOvers.end(),
                      [&](const HandOver &to) { return visited_.contains(to.holder); });
      if (!fills || &handle == &root_ || handle.driver != driver_.name ||
          !received_.insert(&handle).second)
        continue;
      any = true;
      out_.members.push_back(&handle);
      judge(handle, CodeMeaning::Nothing);
    }
    for (const Handle &handle : program_.received)
      for (const HandOver &to : handle.handOvers)
        if (visited_.contains(to.holder))
          any |= followSources(handle);
    return any;
  }

  /// A variable that is filled by \p handle's sources hands over what they give: so their types
  /// change.
  bool followSources(const Handle &handle) {
    bool any = false;
    auto fills = [&](const Handle &other, const std::string &source) {
      for (const HandOver &to : other.handOvers)
        if (to.holder == source && !visited_.contains(source)) {
          follow(to, other.code);
          any = true;
        }
    };
    for (const std::string &source : handle.sources) {
      for (const Handle &other : program_.handles)
        fills(other, source);
      for (const Handle &other : program_.received)
        fills(other, source);
    }
    return any;
  }

  /// The types of all that was visited.
  void collectTypes() {
    for (const OwnerDecl &decl : program_.owners) {
      if (!visited_.contains(decl.holder))
        continue;
      if (!decl.hazard.empty())
        return against(problem("RP227", "the type of '" + decl.name + "' at " + at(decl.place) +
                                            " cannot change: " + decl.hazard));
      out_.retyped.push_back(&decl);
    }
  }

  /// What all bodies do with the field, and how long its objects live.
  void field(const Step &step) {
    const FieldFact *any = nullptr;
    bool destructorCloses = false;
    std::set<std::string> openers;
    for (const FieldFact &fact : program_.fields) {
      if (fact.holder != step.to.holder)
        continue;
      any = &fact;
      destructorCloses |= fact.destructorCloses;
      for (const Problem &hazard : fact.hazards)
        if (!isHandOver(hazard, fact.handOvers))
          return against(
              {hazard.code, "in '" + fact.function + "' " + hazard.message, "", hazard.place});
      Premises premises;
      for (const Passed &passed : fact.passed)
        if (!judgePassed(passed, &premises))
          return;
      if (premises.size() > 1) // the flow of a field is not followed from call to call
        return against(problem("RP207", "in '" + fact.function + "' more than one function of " +
                                            "another unit closes it"));
      for (const HandOver &to : fact.handOvers)
        follow(to, CodeMeaning::Nothing, true);
      if (fact.opens && fact.functionUsr.empty())
        return against(problem("RP225", "'" + step.to.name + "' is opened by a lambda"));
      if (fact.opens && !fact.isConstructor)
        openers.insert(fact.functionUsr);
    }
    if (!any)
      return against(problem("RP225", "nothing was seen that uses '" + step.to.name + "'"));
    if (!liveLongEnough(*any, step.to.name) || endsItself_)
      return;
    if (!destructorCloses)
      return against(problem("RP303", "no destructor closes '" + step.to.name +
                                          "' on every path: an object may end with it open"));
    openOnce(openers, step.to.name);
  }

  /// True if some objects of the record live per call and all lives are known.
  bool liveLongEnough(const FieldFact &field, const std::string &name) {
    const std::string stored =
        "what '" + root_.opens.front().opener + "' opens is stored in '" + name + "', and ";
    bool perCall = false;
    bool any = false;
    for (const Instance &instance : program_.instances) {
      if (instance.record != field.record)
        continue;
      any = true;
      const std::string where = instance.text + " (" + at(instance.place) + ")";
      switch (instance.life) {
      case InstanceLife::Program:
        keep("RP102", where + " keeps it for the life of the program");
        break;
      case InstanceLife::Call:
        perCall = true;
        request_ = where;
        out_.chain.push_back(at(instance.place) + ": held by " + instance.text + ", per call");
        break;
      case InstanceLife::Member:
      case InstanceLife::Unknown:
        against(problem("RP225", stored + "how long " + where + " lives is not known"));
        return false;
      }
    }
    if (!any)
      against(problem("RP225", stored + "no object of its kind was seen"));
    return perCall;
  }

  /// A method that opens runs at most once for each object: else it would leave the first one open.
  void openOnce(const std::set<std::string> &openers, const std::string &name) {
    std::set<std::string> objects;
    for (const MemberCall &call : program_.memberCalls) {
      if (!openers.contains(call.callee))
        continue;
      const bool known = call.object == "this" ? call.inConstructor : !call.object.empty();
      if (!known || call.repeats || !objects.insert(call.object).second)
        return against(problem("RP310", "'" + name + "' may be opened again while it is open, at " +
                                            at(call.place)));
    }
    if (objects.contains("this") && objects.size() > 1)
      against(problem("RP310", "'" + name + "' may be opened again by a method"));
  }

  void keep(const char *code, std::string who) {
    keeperCode_ = code;
    keeper_ = std::move(who);
  }

  void lifetime() {
    if (!keeper_.empty() && !request_.empty())
      against(problem("RP220", keeper_ + ", while " + request_ + " opens it per call"));
    else if (!keeper_.empty())
      against(problem(keeperCode_, keeper_));
  }

  void collectCloses() {
    std::map<std::pair<std::string, std::uint32_t>, bool> others; // closes of something else
    std::map<Place, bool> otherMacros;                            // ... that a macro spells
    auto note = [&](const Handle &handle, bool isOther) {
      if (handle.kind != HandleKind::LocalPointer)
        return;
      for (const Close &close : handle.closes) {
        bool &known =
            close.inMacro
                ? otherMacros.try_emplace(close.place, isOther).first->second
                : others.try_emplace({handle.file, close.callee.begin}, isOther).first->second;
        known = known && isOther;
      }
    };
    for (const Handle &handle : program_.handles)
      note(handle, &handle != &root_ && !mayHoldOthers(handle));
    for (const Handle &handle : program_.received)
      note(handle, !received_.contains(&handle) && !mayHoldOthers(handle));
    // `CLOSE(db)` is known by where it stands, as long as it names one close.
    std::map<Place, unsigned> inMacro;
    for (const CloseMention &mention : program_.closes)
      inMacro[mention.place] += mention.inMacro ? 1 : 0;
    for (const CloseMention &mention : program_.closes) {
      if (mention.driver != driver_.name)
        continue;
      auto it = others.find({mention.place.file, mention.name.begin});
      if (!mention.inMacro && it != others.end() && it->second)
        continue;
      auto macro = otherMacros.find(mention.place);
      if (mention.inMacro && inMacro[mention.place] == 1 && macro != otherMacros.end() &&
          macro->second)
        continue;
      if (mention.inMacro)
        return against(problem("RP223", "'" + mention.closer + "' is spelled by a macro at " +
                                            at(mention.place)));
      out_.closes.push_back(&mention);
    }
    for (const InactiveMention &mention : program_.inactiveCloses)
      for (const CloseSpec &close : driver_.closes)
        if (close.name == mention.token)
          return against(problem("RP223", "an inactive #if branch at " + at(mention.place) +
                                              " names '" + mention.token + "'"));
    if (out_.closes.empty())
      against(problem("RP303", "nothing closes it"));
  }

  const Handle &root_;
  const DriverSpec &driver_;
  const ProgramFacts &program_;
  const bool endsItself_;  ///< no close is called for it
  const bool changesType_; ///< what holds it becomes a lease
  OwnedHandle out_;
  std::vector<Step> work_;
  std::set<std::string> visited_;
  std::set<std::tuple<std::string, unsigned, Place>> passedTo_;
  std::set<const Handle *> received_;
  const char *keeperCode_ = "";
  std::string keeper_;  ///< who holds it for the life of the program
  std::string request_; ///< who opens it per call
};

} // namespace

OwnedHandle followOwners(const Handle &handle, const DriverSpec &driver,
                         const ProgramFacts &program) {
  return Walk(handle, driver, program).run();
}

} // namespace repool
